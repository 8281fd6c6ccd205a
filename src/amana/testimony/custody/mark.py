"""The mark beside the database: how far the log had come, so that one that was put back is found (spec/custody.md).

It is no proof against who can write in the desk's home; against that, checkpoints are lodged outside.
"""

import json
import secrets
from pathlib import Path
from typing import TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from amana.desk.files import write_file
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing.codec import base64_padded
from amana.testimony.custody.log import logged
from amana.testimony.custody.models import Row, Signed

MARK, NONCE = "custody.mark", 12


class Mark(TypedDict):
    """The last entry's commitment, the newest checkpoint's size, and how many entries there were."""

    commitment: str
    signed: int
    size: int


def rewound() -> int | None:
    """The number of entries that the log once had, if it no longer has what it had then; else None."""
    mark = _read()
    if mark is None or not mark["size"]:
        return None
    last = Row.objects.filter(index=mark["size"] - 1).first()
    same = last is not None and base64_padded(bytes(last.commitment)) == mark["commitment"]
    whole = not mark["signed"] or Signed.objects.filter(size=mark["signed"]).exists()
    return None if same and whole else mark["size"]


def move_on() -> None:
    """Write how far the log has come, if it has grown and still has what it had."""
    mark = _read()
    now = _now()
    if now != mark and rewound() is None:
        _write(now)


@logged("custody.rewind_noted", detail=("reason",))
def note_rewind(actor: User, reason: str) -> None:
    """Say why the log is not what it was (a backup was put back, say); from here on it is the one to go by."""
    require(actor, "custody.lodge")
    if not reason.strip():
        raise Problem("custody.why_needed")
    _write(_now())


def _now() -> Mark:
    last, newest = Row.objects.order_by("-index").first(), Signed.objects.order_by("-size").first()
    return {
        "commitment": base64_padded(bytes(last.commitment)) if last else "",
        "signed": newest.size if newest else 0,
        "size": last.index + 1 if last else 0,
    }


def _read() -> Mark | None:
    """The mark; None where there is none. One that does not open says that there was a log of which nothing is left."""
    try:
        sealed = _path().read_bytes()
        loaded: Mark = json.loads(_cipher().decrypt(sealed[:NONCE], sealed[NONCE:], None))
        return loaded
    except FileNotFoundError:
        return None
    except (InvalidTag, ValueError):
        return {"commitment": "", "signed": 0, "size": 1}


def _write(mark: Mark) -> None:
    nonce = secrets.token_bytes(NONCE)
    write_file(_path(), nonce + _cipher().encrypt(nonce, json.dumps(mark).encode(), None))


def _cipher() -> ChaCha20Poly1305:
    """Under a key that stays when the desk gets new ones, as the index key does."""
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=None, info=b"amana custody mark").derive(lock.keys.index))


def _path() -> Path:
    return Path(settings.DESK_HOME) / MARK
