"""Lists of files by hash, signed by the desk: the page's own, so that changed code is refused, and sounds and pictures.

spec/card.md, "Page manifest" and "Bundle".
"""

import hashlib
import re
from collections.abc import Mapping

from amana.errors import Problem
from amana.sealing import notes
from amana.sealing.card import signer_name

PAGE = "amana-page/1"
MEDIA = "amana-media/1"
LARGEST_MEDIA = 1 << 18
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)")


def make(files: Mapping[str, bytes], fingerprint: str, seed: bytes, first_line: str = PAGE) -> bytes:
    """The signed note that names each of `files` (path → bytes).

    Raises `sealing.bad_manifest` for a bad path, and for a sound or picture of more than 256 KiB.
    """
    if first_line == MEDIA and any(len(data) > LARGEST_MEDIA for data in files.values()):
        raise Problem("sealing.bad_manifest")
    lines = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}" for path in sorted(files)]
    _parse([first_line, *lines], first_line)
    return notes.sign("\n".join([first_line, *lines, ""]), signer_name(fingerprint), seed)


def read(note: bytes, fingerprint: str, key: bytes, first_line: str = PAGE) -> dict[str, str]:
    """Path → SHA-256 in hex, as signed by the card key. Raises `sealing.bad_manifest`, or as `notes.verify` does."""
    return _parse(notes.verify(note, signer_name(fingerprint), key).split("\n")[:-1], first_line)


def _parse(lines: list[str], first_line: str) -> dict[str, str]:
    matches = [_LINE.fullmatch(line) for line in lines[1:]]
    named = {match[2]: match[1] for match in matches if match}
    if lines[0] != first_line or len(named) != len(lines) - 1 or list(named) != sorted(named):
        raise Problem("sealing.bad_manifest")
    return named
