"""The page's own files, by hash, signed by the desk: an installed page refuses changed code.

spec/card.md, "Page manifest".
"""

import hashlib
import re
from collections.abc import Mapping

from amana.errors import Problem
from amana.sealing import notes
from amana.sealing.card import signer_name

FIRST_LINE = "amana-page/1"
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)")


def make(files: Mapping[str, bytes], fingerprint: str, seed: bytes) -> bytes:
    """The signed note that names each of `files` (path → bytes). Raises `sealing.bad_manifest` for a bad path."""
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}" for path in sorted(files)]
    _parse([FIRST_LINE, *lines])
    return notes.sign("\n".join([FIRST_LINE, *lines, ""]), signer_name(fingerprint), seed)


def read(note: bytes, fingerprint: str, key: bytes) -> dict[str, str]:
    """Path → SHA-256 in hex, as signed by the card key. Raises `sealing.bad_manifest`, or as `notes.verify` does."""
    return _parse(notes.verify(note, signer_name(fingerprint), key).split("\n")[:-1])


def _parse(lines: list[str]) -> dict[str, str]:
    matches = [_LINE.fullmatch(line) for line in lines[1:]]
    named = {match[2]: match[1] for match in matches if match}
    if lines[0] != FIRST_LINE or len(named) != len(lines) - 1 or list(named) != sorted(named):
        raise Problem("sealing.bad_manifest")
    return named
