"""Files sealed by a pass-phrase (C2SP age.md, "The scrypt recipient type"), through rage.

Rage reads some headers that the standard refuses and works for minutes, in gigabytes, if a stranger's file asks for it;
so the header is checked here first. A whole file is held in memory: these are keys and notes, not recordings.
"""

import re
from typing import BinaryIO

import pyrage

from amana.errors import Problem
from amana.sealing import base64, header
from amana.sealing.header import Stanza

TYPE = "scrypt"
SALT = 16
BODY = 32
HARDEST = 22
"""The greatest work factor: 2²² blocks take 4 GiB. Also the bound of age's reference implementation."""
MOST = 64
"""MiB."""


def check(stanza: Stanza) -> None:
    """Raise `sealing.bad_header` for a wrong shape, `sealing.hard_passphrase` for too great a work factor."""
    if len(stanza.arguments) != 3 or len(stanza.body) != BODY:
        raise Problem("sealing.bad_header")
    _, salt, work = stanza.arguments
    if len(base64.decode(salt.encode())) != SALT or not re.fullmatch("[1-9][0-9]*", work):
        raise Problem("sealing.bad_header")
    if len(work) > 2 or int(work) > HARDEST:
        raise Problem("sealing.hard_passphrase", hardest=HARDEST)


def seal(passphrase: str, plain: BinaryIO, sealed: BinaryIO) -> None:
    """Write all of `plain` to `sealed`, to be opened by `passphrase`, which takes about a second to try once."""
    if not passphrase:
        raise Problem("sealing.no_passphrase")
    sealed.write(pyrage.passphrase.encrypt(_read(plain, MOST), passphrase))


def open_(passphrase: str, sealed: BinaryIO, plain: BinaryIO) -> None:
    """Write what `sealed` holds to `plain`: the whole, or nothing.

    Raises `sealing.wrong_passphrase`, `sealing.no_match` for a file sealed to keys, and what `header.parse` does.
    """
    data = _read(sealed, MOST + 1)
    stanza = header.parse(data).stanzas[0]
    if stanza.type != TYPE:
        raise Problem("sealing.no_match")
    check(stanza)
    try:
        text = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise Problem("sealing.wrong_passphrase") from None
    plain.write(text)


def _read(source: BinaryIO, most: int) -> bytes:
    data = source.read((most << 20) + 1)
    if len(data) > most << 20:
        raise Problem("sealing.long_for_passphrase", most=MOST)
    return data
