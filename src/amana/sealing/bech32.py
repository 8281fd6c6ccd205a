"""Bech32, the text form of age keys: a readable prefix, the bytes, and a checksum that finds a slip of the hand.

As BIP 173 says, but with no limit on length (C2SP age.md), since a post-quantum recipient has 1,959 characters.
Strict: mixed case, padding that is not zero, or a wrong checksum is refused. What a prefix means is not known here.
"""

from collections.abc import Iterable

from amana.errors import Problem

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM = 6


def encode(prefix: str, data: bytes) -> str:
    """`data` after `prefix`, in lower case."""
    values = _regroup(data, 8, 5, pad=True)
    rest = _polymod([*_expand(prefix), *values, *[0] * CHECKSUM]) ^ 1
    values += [rest >> 5 * (CHECKSUM - 1 - place) & 31 for place in range(CHECKSUM)]
    return prefix + "1" + "".join(ALPHABET[value] for value in values)


def decode(text: str) -> tuple[str, bytes]:
    """Its prefix, in the case it was written in, and its bytes. Raises `sealing.bad_key` for anything malformed."""
    prefix, one, tail = text.rpartition("1")
    visible = all("!" <= letter <= "~" for letter in prefix)
    if not (prefix and one and visible and text in (text.upper(), text.lower())):
        raise Problem("sealing.bad_key")
    values = [VALUES.get(letter, -1) for letter in tail.lower()]
    if len(values) < CHECKSUM or -1 in values or _polymod([*_expand(prefix.lower()), *values]) != 1:
        raise Problem("sealing.bad_key")
    return prefix, bytes(_regroup(values[:-CHECKSUM], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    codes = [ord(letter) for letter in prefix]
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(values: Iterable[int]) -> int:
    """The BCH code of BIP 173: 1 for a whole string whose checksum is right."""
    checksum = 1
    for value in values:
        top = checksum >> 25
        checksum = (checksum & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(GENERATOR):
            if top >> place & 1:
                checksum ^= term
    return checksum


def _regroup(values: Iterable[int], wide: int, narrow: int, *, pad: bool) -> list[int]:
    """Numbers of `wide` bits as numbers of `narrow` bits; without `pad`, what is left over must be short and zero."""
    groups: list[int] = []
    held = bits = 0
    for value in values:
        held = (held << wide | value) & ((1 << wide + narrow) - 1)
        bits += wide
        while bits >= narrow:
            bits -= narrow
            groups.append(held >> bits & ((1 << narrow) - 1))
    left = held & ((1 << bits) - 1)
    if pad:
        if bits:
            groups.append(left << narrow - bits)
    elif bits >= wide or left:
        raise Problem("sealing.bad_key")
    return groups
