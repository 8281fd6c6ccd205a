"""Where a command reads and writes: a file, or a pipe for `-` or nothing.

A file appears under its name only once it is whole: until then it is a temporary file in the same folder, which goes
when anything fails.
"""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from amana.errors import Problem


@contextmanager
def plainly() -> Iterator[None]:
    """Say what the system says of a file as a `Problem`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Problem("sealing.file", file=error.filename or "-", reason=error.strerror or "?") from None


@contextmanager
def reading(name: str | None) -> Iterator[BinaryIO]:
    """The file called `name`, or the standard input."""
    if name in (None, "-"):
        yield sys.stdin.buffer
    else:
        with Path(str(name)).open("rb") as file:
            yield file


@contextmanager
def writing(name: str | None) -> Iterator[BinaryIO]:
    """What is to become the file called `name`, or the standard output."""
    if name in (None, "-"):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(str(name)).resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    part = path.parent / f".amana-{secrets.token_hex(8)}.part"
    try:
        handle, named = _create(part)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(name)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(handle)
            if not named:
                # Python has the link followed only where a descriptor is given; an absolute path has no use for it.
                os.link(f"/proc/self/fd/{handle}", part, src_dir_fd=handle)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _create(part: Path) -> tuple[int, bool]:
    """A new file that its owner alone may read, and whether it has its name yet.

    It has none where the file system allows that: then nothing is left of it, whatever ends the command.
    """
    with suppress(OSError):
        return os.open(part.parent, os.O_TMPFILE | os.O_WRONLY, 0o600), False
    return os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), True
