"""What stands in the index for the words of a text: keyed tokens, the same in either database (spec/search.md).

A word has a token for how it is written, whatever its case, its accents and the form of its letters; one for how it
sounds, so that spellings of a name meet; and one for its consonants, by which Arabic and Latin writing meet. Whoever
has the index and not the desk's key can tell none of them.
"""

import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from amana.desk.lock import lock
from amana.folding import fold, is_arabic, plain, skeleton

SIZE = 8
"""Bytes of a token."""
SHORTEST = 3
"""Letters that a sound must have to say anything. Of consonants two do: Muhammad has no more."""
MOST_WORDS = 8
"""Words of a question that are looked for; what comes after is left out."""
SHORT, KNOWN, KNOWN_WORDS = 80, 2_000, 20_000
"""Texts of so few characters, so many of them, and so many words, whose tokens are remembered until the lock closes."""
WORD = re.compile(r"[^\W_]+")
LAST = str.maketrans("ةى", "هي")
"""Letters that stand at the end of Arabic words, and are often written as others."""
ARTICLE = re.compile(r"^(?:[وفبكل]?ال|لل)(?=\w{3})")
STOP = frozenset(
    word
    for words in (
        "a an and at by for from in of on or the to with",
        "au aux avec d de des du en et l la le les ou par pour s un une",
        "من في على الى عن و او",
    )
    for word in words.split()
)
"""Words that a question has for its grammar alone."""


Groups = Sequence[Collection[bytes]]
"""Tokens of which a row must have, of each group, one."""


@dataclass(frozen=True)
class Asked:
    """A word that is looked for: its token as it is written, and those of what is written otherwise and may be it."""

    written: bytes
    alike: frozenset[bytes]


def words(text: str) -> Iterator[str]:
    """The words of a text, in small letters without marks, digits as 0 to 9."""
    bare = unicodedata.normalize("NFKD", text).casefold().translate(LAST)
    kept = (one for one in bare if not unicodedata.combining(one) and one != "ـ")
    yield from WORD.findall("".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in kept))


def tokens(texts: Iterable[str]) -> frozenset[bytes]:
    """Every token of some texts."""
    key = _key()
    return frozenset[bytes]().union(
        *(_known(key, text) if len(text) <= SHORT else _of(key, text) for text in dict.fromkeys(texts))
    )


def facet(said: str) -> bytes:
    """The token of something by which lists are narrowed, as "language fr": no word of a text has it."""
    return _token(_key(), f"facet {said}")


def asked(question: str) -> list[Asked]:
    """The words of a question, each once; of one that has nothing but grammar, all."""
    key = _key()
    every = list(dict.fromkeys(words(question)))
    wanted = [word for word in every if word not in STOP] or every
    return [
        Asked(_token(key, _written(word)), frozenset(_token(key, part) for part in _looked_for(word)))
        for word in wanted[:MOST_WORDS]
    ]


def key_for(purpose: bytes) -> bytes:
    """A key of the index's own, from the desk's index key."""
    return hmac.digest(lock.keys.index, b"amana-search/1 " + purpose, "sha256")


def _key() -> bytes:
    return key_for(b"token")


def _of(key: bytes, text: str) -> frozenset[bytes]:
    return frozenset[bytes]().union(*(_of_word(key, word) for word in set(words(text))))


def _made(key: bytes, word: str) -> frozenset[bytes]:
    return frozenset(_token(key, part) for part in _parts(word))


_known, _of_word = lru_cache(maxsize=KNOWN)(_of), lru_cache(maxsize=KNOWN_WORDS)(_made)
"""What a form offers to choose from stands in every account, and most words in many: their tokens are made once."""
lock.at_close += [_known.cache_clear, _of_word.cache_clear]


def _token(key: bytes, part: str) -> bytes:
    return hmac.digest(key, part.encode(), "sha256")[:SIZE]


def _written(word: str) -> str:
    """How a word is written, without the article of Arabic and the last letter of French and English plurals."""
    if is_arabic(word):
        word = ARTICLE.sub("", word)
    latin = plain(word)
    if len(latin) > SHORTEST and latin[-1] in "sx":
        latin = latin[:-1]
    return f"written {latin or word}"


def _sound(word: str) -> Iterator[str]:
    if len(sound := fold(ARTICLE.sub("", word))) >= SHORTEST:
        yield f"sound {sound}"


def _consonants(word: str, script: str) -> Iterator[str]:
    if len(bones := skeleton(ARTICLE.sub("", word))) > 1:
        yield f"{script} {bones}"


def _parts(word: str) -> Iterator[str]:
    """What a word of a text is found by."""
    yield _written(word)
    yield from _sound(word)
    yield from _consonants(word, "arabic" if is_arabic(word) else "latin")


def _looked_for(word: str) -> Iterator[str]:
    """What a word of a question finds: its like, and what the other script writes with the same consonants."""
    yield _written(word)
    yield from _sound(word)
    yield from _consonants(word, "latin" if is_arabic(word) else "arabic")
