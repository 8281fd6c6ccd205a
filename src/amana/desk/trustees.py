"""Trustees: each keeps a list of 33 words, and k of n lists give back the secret that opens the desk (SLIP-39).

The lists are made and put together by SLIP-39's reference implementation. What is added here is
kindness: which word is wrong is told before anything is tried, and the first four letters of a word are enough.
"""

import difflib
import re
import secrets
import threading
import time
from collections.abc import Callable, Sequence

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.rs1024 import _polymod  # the remainder itself, which tells where the one wrong word stands
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from amana.desk.doors import MOST_TRUSTEES, TrusteesDoor
from amana.errors import Problem

WORDS = 33
PATIENCE = 600.0
"""Seconds for which the lists given so far are remembered."""
_SHORT = {word[:4]: word for word in WORDLIST}
_EXTENDABLE = b"shamir_extendable"


def split(secret: bytes, need: int, of: int) -> tuple[TrusteesDoor, list[str]]:
    """The door of a new splitting, and each trustee's list. `desk.bad_trustees` unless 2 ≤ need ≤ of ≤ 16."""
    if not 2 <= need <= of <= MOST_TRUSTEES:
        raise Problem("desk.bad_trustees", most=MOST_TRUSTEES)
    [lists] = generate_mnemonics(1, [(need, of)], secret, iteration_exponent=0)
    return TrusteesDoor(need, of, Share.from_mnemonic(lists[0]).identifier), lists


def draw(need: int, of: int) -> tuple[TrusteesDoor, bytes, list[str]]:
    """A new secret, split: the door, the secret, which opens it, and the lists."""
    secret = secrets.token_bytes(32)
    door, lists = split(secret, need, of)
    return door, secret, lists


def read_numbers(text: str) -> tuple[int, int]:
    """`need` and `of` from "2/3". `desk.bad_trustees` for anything else."""
    need, _, of = text.partition("/")
    if not (need.isascii() and need.isdigit() and of.isascii() and of.isdigit()):
        raise Problem("desk.bad_trustees", most=MOST_TRUSTEES)
    return int(need), int(of)


def read_words(typed: str) -> str:
    """The list that was `typed`, numbers and commas aside. A problem names the word that cannot be right."""
    words = re.findall(r"[^\W\d_]+", typed.casefold())
    found = []
    for place, word in enumerate(words, 1):
        known = _SHORT.get(word[:4], "")
        if not known.startswith(word) or len(word) < 4:
            near = ", ".join(difflib.get_close_matches(word, WORDLIST, 3, 0.5)) or "–"
            raise Problem("desk.unknown_word", place=place, near=near)
        found.append(known)
    if len(found) != WORDS:
        raise Problem("desk.words_missing", count=len(found), words=WORDS)
    indices = [WORD_INDEX_MAP[word] for word in found]
    remainder = _polymod([*_EXTENDABLE, *indices]) ^ 1
    if remainder:
        wrong = _wrong_place(remainder)
        raise Problem("desk.word_wrong", place=wrong) if wrong else Problem("desk.words_do_not_fit")
    return " ".join(found)


def _wrong_place(remainder: int) -> int | None:
    """Which single word, changed, would make the checksum hold; None if more than one is wrong.

    The code's distance is 4, so that no two single changes share a remainder, and it is linear over bits.
    """
    zero = _polymod([0] * WORDS)
    for place in range(WORDS):
        bits = []
        for bit in range(10):
            changed = [0] * WORDS
            changed[place] = 1 << bit
            bits.append(_polymod(changed) ^ zero)
        sums = [0]
        for value in bits:
            sums += [value ^ other for other in sums]
        if remainder in sums[1:]:
            return place + 1
    return None


class Gathering:
    """The lists given so far, in memory, until there are enough or nobody goes on. Safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turn = threading.Lock()
        self._clock = clock
        self._last = 0.0
        self._lists: dict[int, str] = {}

    def given(self) -> int:
        """How many lists are remembered; those that waited too long are forgotten now."""
        with self._turn:
            self._forget_old()
            return len(self._lists)

    def add(self, typed: str, door: TrusteesDoor) -> bytes | None:
        """Take one trustee's words. The secret once there are enough, when all is forgotten; None until then."""
        words = read_words(typed)
        share = _share(words)
        if share is None or share.identifier != door.set:
            raise Problem("desk.words_of_others")
        with self._turn:
            self._forget_old()
            if share.index in self._lists:
                raise Problem("desk.words_given")
            self._lists[share.index] = words
            self._last = self._clock()
            if len(self._lists) < door.need:
                return None
            lists, self._lists = list(self._lists.values()), {}
        return combine(lists)

    def clear(self) -> None:
        """Forget all."""
        with self._turn:
            self._lists = {}

    def _forget_old(self) -> None:
        if self._clock() - self._last > PATIENCE:
            self._lists = {}


def combine(lists: Sequence[str]) -> bytes:
    """The secret. `desk.wrong_words` if the lists do not belong together."""
    try:
        return bytes(combine_mnemonics(lists))
    except MnemonicError:
        raise Problem("desk.wrong_words") from None


def _share(words: str) -> Share | None:
    try:
        return Share.from_mnemonic(words)
    except MnemonicError:
        return None
