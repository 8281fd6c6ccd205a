"""The header of an age file: who it is sealed to, and a MAC over all of that (C2SP age.md, "Header").

The file key is wrapped once in each stanza. Reading is strict, byte for byte as the grammar has it: a hub that holds
no key can then say that something is well formed, and two readers can never see two different headers in one file.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amana.errors import Problem
from amana.sealing import base64

VERSION = b"age-encryption.org/v1\n"
ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
WORD = re.compile(rb"[\x21-\x7e]+")
COLUMNS = 64
NONCE = 16
MAC = 32
LONGEST = 1 << 20
"""Bytes. The standard sets no bound; ours holds some 600 post-quantum stanzas, and a stranger's file no more memory."""


@dataclass(frozen=True)
class Stanza:
    """The file key, wrapped for one recipient: `arguments` start with the recipient's type."""

    arguments: tuple[str, ...]
    body: bytes

    @property
    def type(self) -> str:
        """The recipient's type, such as `mlkem768x25519`."""
        return self.arguments[0]

    def encode(self) -> bytes:
        """As it stands in a header."""
        text = base64.encode(self.body)
        lines = [text[start : start + COLUMNS] for start in range(0, len(text) + 1, COLUMNS)]
        return b"-> " + " ".join(self.arguments).encode() + b"\n" + b"".join(line + b"\n" for line in lines)


@dataclass(frozen=True)
class Header:
    """What the first bytes of an age file say to anyone; `length` counts them, without the nonce that follows."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    authenticated: bytes
    length: int

    @property
    def types(self) -> tuple[str, ...]:
        """The recipients' types, in the header's order."""
        return tuple(stanza.type for stanza in self.stanzas)

    @property
    def payload_offset(self) -> int:
        """Bytes before the first chunk of the payload: the header and the 16 bytes of nonce."""
        return self.length + NONCE

    def check(self, file_key: bytes) -> None:
        """Raise `sealing.changed_header` unless this header was made by someone who knew `file_key`."""
        try:
            _mac(file_key, self.authenticated).verify(self.mac)
        except InvalidSignature:
            raise Problem("sealing.changed_header") from None


def encode(stanzas: list[Stanza], file_key: bytes) -> bytes:
    """A whole header with its MAC."""
    authenticated = VERSION + b"".join(stanza.encode() for stanza in stanzas) + b"---"
    return authenticated + b" " + base64.encode(_mac(file_key, authenticated).finalize()) + b"\n"


def parse(data: bytes) -> Header:
    """The header that `data` begins with; what comes after it is not looked at.

    Raises `sealing.not_age`, `sealing.armored`, `sealing.bad_header`, or `sealing.cut_header` where `data` ends early.
    """
    if data[:256].lstrip().startswith(ARMOR):
        raise Problem("sealing.armored")
    if not data.startswith(VERSION):
        raise Problem("sealing.not_age")
    stanzas: list[Stanza] = []
    line, at = _line(data, len(VERSION))
    while line.startswith(b"-> "):
        arguments = line[3:].split(b" ")
        if not all(WORD.fullmatch(word) for word in arguments):
            raise Problem("sealing.bad_header")
        body = []
        line, at = _line(data, at)
        while len(line) == COLUMNS:
            body.append(line)
            line, at = _line(data, at)
        if len(line) > COLUMNS:
            raise Problem("sealing.bad_header")
        stanzas.append(Stanza(tuple(word.decode() for word in arguments), base64.decode(b"".join([*body, line]))))
        line, at = _line(data, at)
    mac = base64.decode(line[4:])
    if not stanzas or not line.startswith(b"--- ") or len(mac) != MAC:
        raise Problem("sealing.bad_header")
    if len(stanzas) > 1 and any(stanza.type == "scrypt" for stanza in stanzas):
        raise Problem("sealing.bad_header")
    return Header(tuple(stanzas), mac, data[: at - len(line) + 2], at)


def read(sealed: BinaryIO) -> Header:
    """The header of `sealed`, which is then at its nonce. Raises as `parse` does; reads at most `LONGEST` bytes."""
    line = sealed.readline(len(VERSION))
    data = bytearray(line)
    while data.startswith(VERSION) and line.endswith(b"\n") and not line.startswith(b"---"):
        line = sealed.readline(LONGEST - len(data))
        data += line
    if len(data) >= LONGEST:
        raise Problem("sealing.bad_header")
    return parse(bytes(data))


def _line(data: bytes, start: int) -> tuple[bytes, int]:
    """The line at `start`, without its line feed, and where the next one starts."""
    end = data.find(b"\n", start)
    if end < 0:
        raise Problem("sealing.cut_header")
    return data[start:end], end + 1


def _mac(file_key: bytes, authenticated: bytes) -> HMAC:
    mac = HMAC(HKDF(SHA256(), 32, salt=None, info=b"header").derive(file_key), SHA256())
    mac.update(authenticated)
    return mac
