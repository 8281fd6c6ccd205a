"""The signed note over a release's files (spec/release.md): whoever receives them can check that they are whole."""

import hashlib
from collections.abc import Mapping

from amana.errors import Problem
from amana.sealing import ed25519, notes
from amana.sealing.card import signer_name
from amana.sealing.ids import id_of

FORMAT = "amana-release/1"


def sign_files(release: str, purpose: str, files: Mapping[str, bytes], seed: bytes) -> bytes:
    """The note: the format, the release, its purpose, and one line a file, signed with the card key's seed."""
    lines = [FORMAT, release, purpose]
    lines += [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    name = signer_name(id_of(ed25519.public_key(seed)))
    return notes.sign("\n".join(lines) + "\n", name, seed)


def check_files(note: bytes, files: Mapping[str, bytes], key: bytes) -> None:
    """Check files against their note by the card key `key`. Raises `release.not_as_signed` or a `sealing` problem."""
    head, _, _, *lines = notes.verify(note, signer_name(id_of(key)), key).splitlines()
    expected = [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]
    if head != FORMAT or lines != expected:
        raise Problem("release.not_as_signed")
