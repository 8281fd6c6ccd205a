"""A desk's files: their names, and how they are written so that a power cut leaves the old one or the new one.

Light to load: leaving must not wait for what it does not need.
"""

import os
from pathlib import Path

KEYRING, RECOVERY = "keyring.json", "recovery.age"


def write_file(path: Path, data: bytes) -> None:
    """Put `data` at `path`: whole, or not at all."""
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk keep which names `folder` holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
