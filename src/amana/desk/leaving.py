"""Leaving: the keyring is destroyed here and now, and with it the way to all that lies here (spec/desk-keyring.md).

Without Django, without the database, without a question: it must be done within a second. What SSDs and file
systems keep of overwritten blocks is out of reach; what they keep is a keyring that still needs to be opened.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from amana.desk.files import KEYRING, sync_folder


def destroy_keyring(home: Path) -> bool:
    """Overwrite and remove the keyring, and one that was being written. Whether there was any."""
    found = [path for path in (home / KEYRING, (home / KEYRING).with_suffix(".new")) if path.exists()]
    for path in found:
        _destroy(path)
    if found:
        sync_folder(home)
    return bool(found)


def _destroy(path: Path) -> None:
    """Removed even where it cannot be overwritten, as on a full or read-only disk it may be."""
    with suppress(OSError), path.open("r+b", buffering=0) as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
