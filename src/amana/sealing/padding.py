"""Padmé padding with a floor: the size of an envelope tells next to nothing of how much was told.

Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs, PETS 2019, section 4. Only
as many leading bits of a size survive as its exponent has bits, so sizes are few; beyond
the floor they grow by less than 6.25 %.
"""

FLOOR = 8192
LETTER = 28672
"""The size of every letter, whatever it says (spec/envelope.md, "Padding")."""


def padded(size: int) -> int:
    """The size, in bytes, that `size` bytes are padded to."""
    if size <= FLOOR:
        return FLOOR
    exponent = size.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return -(-size // step) * step


def is_padded(size: int) -> bool:
    """Whether `size` is one that padding ends at."""
    return padded(size) == size
