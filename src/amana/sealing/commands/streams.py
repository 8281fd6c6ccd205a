"""Where a command reads and writes: a file, or a pipe for `-` or nothing.

A file appears under its name only once it is whole: until then it is a temporary file beside it, which goes when
anything fails.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
    try:
        handle, part = tempfile.mkstemp(prefix=".amana-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(name)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(handle)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
