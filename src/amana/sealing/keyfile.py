"""Files of identities or of recipients in age's form: one a line, with comments after `#` and empty lines between."""

import os
from collections.abc import Callable
from pathlib import Path

from amana.errors import Problem
from amana.sealing import keys


def write(path: Path, identity: str) -> None:
    """Put `identity` into a new file that its owner alone may read. Raises `FileExistsError` rather than lose a key."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text_of(identity))


def text_of(identity: str) -> str:
    """An identity file: the recipient as a comment, then the secret."""
    return f"# public key: {keys.recipient_of(identity)}\n{identity}\n"


def identities(path: Path) -> list[str]:
    """Every identity in the file at `path`. Raises `sealing.bad_line` or `sealing.empty_keyfile`."""
    return _read(path, keys.parse_identity)


def recipients(path: Path) -> list[str]:
    """Every recipient in the file at `path`. Raises `sealing.bad_line` or `sealing.empty_keyfile`."""
    return _read(path, keys.parse_recipient)


def _read(path: Path, parse: Callable[[str], object]) -> list[str]:
    found = []
    for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                parse(line)
            except Problem:
                raise Problem("sealing.bad_line", file=path.name, line=number) from None
            found.append(line)
    if not found:
        raise Problem("sealing.empty_keyfile", file=path.name)
    return found
