"""Searches a text for names and identifying words that the vault keeps.

The gate before a release: it finds what is known, however spelled, and never
guesses at names (a name recogniser misses a third of West African names). It
runs inside the vault and gives away only where it found something and why: a
hit holds no word of the vault and no word of the text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from amana.folding import fold, is_arabic, near, plain, skeleton

WINDOW = 4
"""Two parts of a name are one name when they stand within this many words."""

SHORTEST_FOLDED, SHORTEST_PLAIN = 4, 5
"""A word shorter than this, folded or as written, must match exactly: one letter off it could be anything."""

DIGITS = 8
"""The last digits of a phone's number, which stay the same however its country and area are written."""

WORD = r"[^\W_]+"

Reason = Literal["name", "part_of_name", "word", "number"]
Found = tuple[int, int, Reason]


@dataclass(frozen=True)
class Term:
    """What the vault keeps: a `name` of one or more words, an identifying `word` or phrase, a phone's `number`."""

    text: str
    kind: Literal["name", "word", "number"]


@dataclass(frozen=True, order=True)
class Hit:
    """Where something was found (characters from the start, and the line), and why. No word of it."""

    start: int
    end: int
    line: int
    reason: Reason


@dataclass(frozen=True)
class Word:
    """A word of the searched text."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def like_a_name(self) -> bool:
        """Whether it is written as a name is: with a capital, or in Arabic, which has none."""
        return not self.text[0].islower()


Part = tuple[int, int]
"""A name of the vault and the place of a part in it."""


class Nearly:
    """Finds what was kept under a key that is the same, or one letter off."""

    def __init__(self, shortest: int) -> None:
        self._shortest = shortest
        self._kept: dict[str, set[Part]] = defaultdict(set)
        self._shapes: dict[str, set[str]] = defaultdict(set)

    def keep(self, key: str, part: Part) -> None:
        """Keep a part of a name under `key`."""
        self._kept[key].add(part)
        for shape in _deletions(key):
            self._shapes[shape].add(key)

    def same(self, key: str) -> set[Part]:
        """What was kept under `key` itself."""
        return self._kept.get(key, set())

    def find(self, key: str) -> set[Part]:
        """What was kept under `key`, or under one a letter off if both are long enough for that to mean something."""
        found = set(self.same(key))
        if len(key) >= self._shortest:
            keys = {other for shape in _deletions(key) for other in self._shapes.get(shape, ())}
            for other in keys:
                if len(other) >= self._shortest and near(other, key):
                    found |= self._kept[other]
        return found


class LeakCheck:
    """The vault's terms made ready to search any number of texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._folded = Nearly(SHORTEST_FOLDED)
        self._plain = Nearly(SHORTEST_PLAIN)
        self._skeletons: dict[str, set[Part]] = defaultdict(set)
        self._sizes: list[int] = []
        self._arabic: list[bool] = []
        self._phrases: set[tuple[str, ...]] = set()
        self._numbers: set[str] = set()
        for term in terms:
            self._keep(term)
        self._longest = max(map(len, self._phrases), default=0)

    def _keep(self, term: Term) -> None:
        if term.kind == "number":
            self._numbers.add(_digits(term.text)[-DIGITS:])
            return
        words = [word for word in re.findall(WORD, term.text) if fold(word)]
        if term.kind == "word":
            self._phrases.add(tuple(fold(word) for word in words))
            return
        for place, word in enumerate(words):
            part = len(self._sizes), place
            self._folded.keep(fold(word), part)
            self._plain.keep(plain(word), part)
            self._skeletons[skeleton(word)].add(part)
        self._sizes.append(len(words))
        self._arabic.append(is_arabic(term.text))

    def search(self, text: str) -> list[Hit]:
        """Every hit in the text, in order; one that lies within a surer one is left out."""
        words = [Word(found.start(), found.end(), found[0], fold(found[0])) for found in re.finditer(WORD, text)]
        words = [word for word in words if word.folded]
        found = {*self._find_names(words), *self._find_phrases(words), *self._find_numbers(text)}
        surer = [hit for hit in found if hit[2] != "part_of_name"]
        kept = (hit for hit in found if hit[2] != "part_of_name" or not any(_within(hit, other) for other in surer))
        return sorted(Hit(start, end, text.count("\n", 0, start) + 1, why) for start, end, why in kept)

    def _find_names(self, words: list[Word]) -> Iterator[Found]:
        """Two parts of one name within the window, or one part by itself, spelled alike."""
        seen: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, word in enumerate(words):
            for name, part in self._parts(word):
                recent = [(old, other) for old, other in seen[name] if at - old < WINDOW]
                for before, other in recent:
                    if other != part and before != at:
                        yield words[before].start, word.end, "name"
                seen[name] = [*recent, (at, part)]
            alone = {self._sizes[name] == 1 for name, _ in self._folded.same(word.folded)}
            if True in alone or (alone and word.like_a_name and len(word.folded) >= SHORTEST_FOLDED):
                yield word.start, word.end, "name" if True in alone else "part_of_name"

    def _parts(self, word: Word) -> set[Part]:
        """The parts of names that a word may be: by folding, one letter off, or across scripts by consonants."""
        found = self._folded.find(word.folded) | self._plain.find(plain(word.text))
        bones = skeleton(word.text)
        if len(bones) > 1:
            across = self._skeletons.get(bones, set())
            found |= {(name, part) for name, part in across if self._arabic[name] != is_arabic(word.text)}
        return found

    def _find_phrases(self, words: list[Word]) -> Iterator[Found]:
        for at in range(len(words)):
            for size in range(1, min(self._longest, len(words) - at) + 1):
                if tuple(word.folded for word in words[at : at + size]) in self._phrases:
                    yield words[at].start, words[at + size - 1].end, "word"

    def _find_numbers(self, text: str) -> Iterator[Found]:
        for found in re.finditer(r"\+?\d(?:[\s().-]{0,2}\d){5,}", text):
            digits = _digits(found[0])
            if any(number and number in digits for number in self._numbers):
                yield found.start(), found.end(), "number"


def _digits(text: str) -> str:
    """The digits of a number, those of other scripts as their values."""
    return "".join(str(int(one)) for one in text if one.isdecimal())


def _deletions(word: str) -> set[str]:
    """The word and every word with one letter less: two words one letter apart share one of these."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _within(inner: Found, outer: Found) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
