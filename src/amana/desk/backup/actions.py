"""Backups as they are asked for: by a command, by a button, or by the day. Each is logged.

Those that are made while people work are made and verified by a process beside the desk's (amana.desk.errands).
"""

import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from amana.desk.backup.folder import Reader
from amana.desk.backup.making import Made, back_up, forget_older, newest
from amana.desk.backup.restoring import ASIDE, remove_database, verify
from amana.desk.errands.running import errands
from amana.desk.lock import lock
from amana.desk.upgrading import KEPT
from amana.errors import Problem
from amana.testimony.custody.log import record, refer

DUE = timedelta(days=1)
LATE = timedelta(days=3)
PAUSE = timedelta(hours=1)
"""After a failure, until it is tried again by itself."""

_one = threading.Lock()
_failed: list[tuple[datetime, str]] = []


def make_backup(
    actor: Any, root: Path, *, verified: bool = True, forget: bool = False, reader: Reader | None = None
) -> Made:
    """Back up into `root`; verify by restoring, by `reader` too if there is one; only then let go of older ones.

    These are all that hold what was erased since: other backups in `root`, and what an upgrade or a restore put aside.
    """
    made = back_up(root)
    if verified:
        verify(root, made.stamp)
    if reader:
        verify(root, made.stamp, reader)
    if forget:
        forget_older(root, made)
        shutil.rmtree(settings.DESK_HOME / KEPT, ignore_errors=True)
        remove_database(settings.DESK_HOME / ASIDE)
    with transaction.atomic():
        record(actor, "backup.made", "", {"verified": verified or bool(reader), "older_forgotten": forget})
    return made


def begin(actor: Any, *, forget: bool = False) -> None:
    """Back up into the operator's folder, beside the work. `backup.not_set`, or `backup.busy` if one is under way."""
    if settings.DESK_BACKUP is None:
        raise Problem("backup.not_set")
    if not _one.acquire(blocking=False):
        raise Problem("backup.busy", folder=settings.DESK_BACKUP)
    threading.Thread(target=_run, args=(actor, settings.DESK_BACKUP, forget), daemon=True).start()


def begin_if_due() -> None:
    """Once a day, while the desk is open, if the operator named a folder."""
    last = last_made()
    tired = _failed and datetime.now(UTC) - _failed[-1][0] < PAUSE
    if not lock.is_open or settings.DESK_BACKUP is None or under_way() or tired:
        return
    if last is None or datetime.now(UTC) - last >= DUE:
        begin(None)


def under_way() -> bool:
    """Whether one is being made."""
    return _one.locked()


def last_made() -> datetime | None:
    """When the newest one in the operator's folder was made."""
    return newest(settings.DESK_BACKUP) if settings.DESK_BACKUP else None


def last_failure() -> str | None:
    """Why the last try failed, if it did, in a sentence."""
    return _failed[-1][1] if _failed else None


def is_late() -> bool:
    """Whether a daily backup is wanted, and has not been made for days."""
    last = last_made()
    return settings.DESK_BACKUP is not None and (last is None or datetime.now(UTC) - last > LATE)


def _run(actor: Any, root: Path, forget: bool) -> None:
    asked = {"actor": refer(actor), "root": str(root), "forget": forget}
    try:
        errands.run(__name__.removeprefix("amana."), asked)
        _failed.clear()
    except Exception as error:
        told = error if isinstance(error, Problem) else Problem("desk.fault")
        _failed[:] = [(datetime.now(UTC), str(told))]
    finally:
        _one.release()


def run(asked: dict[str, Any], tell: object) -> None:
    """The backup itself, in its own process."""
    make_backup(asked["actor"], Path(asked["root"]), forget=asked["forget"])
