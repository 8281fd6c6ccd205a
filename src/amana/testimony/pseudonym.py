"""The code by which a person is spoken of at the desk, instead of a name.

Drawn at random, so that it tells nothing about her. Its 23 characters exclude those
that are taken for one another when read aloud or copied by hand (0 O D Q, 1 I L, 2 Z,
5 S, 8 B, 6 G, U V). 23 is prime, so the weighted check character catches every
single wrong character and every swap of neighbours.
"""

import secrets

ALPHABET = "2346789ACEFHJKMNPRTVWXY"
LENGTH = 8


def draw() -> str:
    """A new code, such as `K7M4-PXAR`: seven random characters and the check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return _grouped(body + _check(body))


def read(typed: str) -> str | None:
    """The code that `typed` means, whatever its case and spacing; None if it is not a code."""
    plain = "".join(c for c in typed.upper() if c.isalnum())
    if len(plain) != LENGTH or set(plain) - set(ALPHABET) or _check(plain[:-1]) != plain[-1]:
        return None
    return _grouped(plain)


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:]}"


def _check(body: str) -> str:
    total = sum((i + 2) * ALPHABET.index(c) for i, c in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]
