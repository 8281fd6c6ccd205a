"""An account as it is shown: each question in the form's order, with what was answered, unchanged.

A refusal is an answer and is shown as one. Whoever does not look after the account
sees that there are own words, and not what they say. Plain data in, plain data out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from amana.vocabulary import label as words_for

WITHHELD = ("text", "voice", "picture")
"""Kinds whose answers are own words, a voice or a face; all but the question `by_whom`, of which parties are made."""
OF_PARTIES = "by_whom"
SAID = {
    "refused": {"en": "Did not wish to say", "fr": "N'a pas souhaité le dire"},
    "unknown": {"en": "Does not know", "fr": "Ne sait pas"},
    "withheld": {
        "en": "Told in own words; shown to those who look after the account",
        "fr": "Dit avec ses propres mots ; montré à ceux qui suivent le récit",
    },
    "age": {"en": "At the age of about {age}", "fr": "À l'âge de {age} ans environ"},
    "point": {"en": "Near {point}, within {km} km", "fr": "Près de {point}, à {km} km près"},
    "place": {"en": "Place {place}", "fr": "Lieu {place}"},
}


@dataclass(frozen=True)
class Answered:
    """One question and its answer: `kind` is said, chosen, refused, unknown or withheld."""

    name: str
    label: str
    kind: str
    words: tuple[str, ...]


def as_told(
    told: dict[str, Any],
    form: Mapping[str, Any] | None,
    language: str,
    *,
    own_words: bool,
    places: Mapping[str, str] | None = None,
) -> list[Answered]:
    """What the JSON of an envelope answers, in the order of its form; what answers no question of it comes last.

    `form` is as in spec/form.md, None where it is not known; `places`: id → name, of the gazetteer. A repeat's answers
    are shown one instance after another.
    """
    teller = _Teller(form, language, own_words, places or {})
    answers: dict[str, Any] = told["answers"]
    asked = form["questions"] if form else []
    return [*teller.walk(asked, answers), *teller.rest(asked, answers)]


class _Teller:
    def __init__(
        self, form: Mapping[str, Any] | None, language: str, own_words: bool, places: Mapping[str, str]
    ) -> None:
        self.lists = form["lists"] if form else {}
        self.language, self.own_words, self.places = language, own_words, places

    def walk(self, questions: list[dict[str, Any]], answers: Mapping[str, Any], before: str = "") -> Iterator[Answered]:
        for question in questions:
            name, kind = question["name"], question["kind"]
            if kind == "group":
                yield from self.walk(question["questions"], answers, before)
            elif name not in answers:
                continue
            elif kind == "repeat" and "each" in answers[name]:
                for number, instance in enumerate(answers[name]["each"], start=1):
                    head = f"{self.say(question['label'])} {number}: "
                    yield from self.walk(question["questions"], instance, head)
                    yield from self.rest(question["questions"], instance, head)
            else:
                yield self.answered(question, answers[name], before)

    def rest(self, questions: list[dict[str, Any]], answers: Mapping[str, Any], before: str = "") -> Iterator[Answered]:
        """What answers none of the questions; it may be anything, so it is own words."""
        asked = set(_names(questions))
        for name, answer in answers.items():
            if name not in asked:
                unknown = {"name": name, "kind": "text", "label": {"en": name}, "list": None}
                for one in answer["each"] if isinstance(answer, dict) and "each" in answer else [answer]:
                    nested = isinstance(one, dict) and isinstance(answer, dict) and "each" in answer
                    yield from (
                        self.rest([], one, f"{before}{name}: ") if nested else [self.answered(unknown, one, before)]
                    )

    def answered(self, question: dict[str, Any], answer: Any, before: str) -> Answered:
        name, head = question["name"], before + self.say(question["label"])
        if isinstance(answer, dict) and ("refused" in answer or "unknown" in answer):
            kind = "refused" if "refused" in answer else "unknown"
            return Answered(name, head, kind, (self.say(SAID[kind]),))
        if not self.own_words and question["kind"] in WITHHELD and name != OF_PARTIES:
            return Answered(name, head, "withheld", (self.say(SAID["withheld"]),))
        labels = {choice["code"]: self.say(choice["label"]) for choice in self.lists.get(question["list"] or "", [])}
        given = answer if isinstance(answer, list) else [answer]
        chosen = bool(given) and all(isinstance(word, str) and word in labels for word in given)
        words = tuple(labels.get(word, word) if isinstance(word, str) else self.exact(word) for word in given)
        return Answered(name, head, "chosen" if chosen else "said", words)

    def exact(self, answer: dict[str, Any]) -> str:
        """A number, a date or a place in words."""
        match answer:
            case {"number": number}:
                return str(number)
            case {"date": date}:
                return str(date)
            case {"season": season, "year": year}:
                return f"{words_for('seasons', season, self.language)} {year or ''}".strip()
            case {"place": place} if place in self.places:
                return self.places[place]
        kind = next(kind for kind in ("age", "point", "place") if kind in answer)
        return self.say(SAID[kind]).format(**answer)

    def say(self, texts: Mapping[str, str]) -> str:
        return texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")


def _names(questions: list[dict[str, Any]]) -> Iterator[str]:
    for question in questions:
        yield question["name"]
        if question["kind"] == "group":
            yield from _names(question["questions"])
