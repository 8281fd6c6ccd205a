"""New keys for what is kept, while work goes on (spec/desk-keyring.md, "New keys while work goes on").

Killed between any two steps, the desk opens and goes on from there: the keyring holds old and new keys for as long as
anything needs either.
"""

import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from sqlcipher3 import dbapi2 as sqlcipher

from amana.desk.doors import Door
from amana.desk.files import KEYRING
from amana.desk.kept_keys import write_keys
from amana.desk.keys import Keys, check_recovery
from amana.desk.lock import lock, read_keyring
from amana.desk.pause import pause
from amana.desk.resealing import reseal_all
from amana.errors import Problem
from amana.testimony.custody.log import record

_one = threading.Lock()


def rekey(
    door: tuple[Door, bytes] | None = None,
    *,
    recovery: str | None = None,
    identity: bool = False,
    mailbox: bool = False,
    actor: object = None,
) -> None:
    """Draw new keys and put them to use; open in a new way from now on, if `door` (with its opening key) says so.

    Must not be called by a request, for which it would wait. `desk.busy` if another is under way.
    """
    if not _one.acquire(blocking=False):
        raise Problem("desk.busy")
    try:
        with pause.alone():
            connection.close()
            keys = lock.keys.drawn_anew(identity=identity, mailbox=mailbox)
            if recovery is not None:
                keys = replace(keys, recovery=check_recovery(recovery))
            _write(keys, door)
            settle_database()
            with transaction.atomic():
                detail = {"door": type(door[0]).__name__.removesuffix("Door").lower() if door else "as before"}
                drawn = {"identity": identity, "mailbox": mailbox, "recovery": recovery is not None}
                record(actor, "desk.rekeyed", "", detail | drawn)
        finish()
    finally:
        _one.release()
        connection.close()


def settle_database() -> None:
    """Bring SQLCipher's file to the newest key, if it is not, and then forget the earlier ones."""
    keys = lock.keys
    if not keys.earlier_database:
        return
    if connection.vendor == "sqlite":
        connection.close()
        path = Path(str(connection.settings_dict["NAME"]))
        if not _opens(path, keys.database):
            current = next((key for key in keys.earlier_database if _opens(path, key)), None)
            if current is None:
                raise Problem("desk.no_database")
            _encrypt_anew(path, current, keys.database)
    _write(replace(keys, earlier_database=()))


def there_is_data() -> bool:
    """Whether the desk's database is there already."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"])).exists()
    return bool(connection.introspection.table_names())


def fits(keys: Keys) -> bool:
    """Whether the database that is there opens with one of these keys. PostgreSQL's opens without."""
    if connection.vendor != "sqlite":
        return True
    path = Path(str(connection.settings_dict["NAME"]))
    return any(_opens(path, key) for key in (keys.database, *keys.earlier_database))


def finish() -> None:
    """Seal anew what an earlier field key sealed, and then forget those keys."""
    if not lock.keys.earlier_field:
        return
    reseal_all()
    _write(replace(lock.keys, earlier_field=()))


def finish_later() -> None:
    """As `finish`, beside the work, after an opening that found it undone."""

    def run() -> None:
        with suppress(Problem), _one:
            finish()
        connection.close()

    if lock.keys.earlier_field:
        threading.Thread(target=run, daemon=True).start()


def forget_mailboxes(seeds: Collection[bytes]) -> None:
    """Write the keyring without these earlier mailbox keys, into whose mailboxes nothing comes any more.

    `desk.busy` while keys are being replaced.
    """
    if not _one.acquire(blocking=False):
        raise Problem("desk.busy")
    try:
        keys = lock.keys
        _write(replace(keys, earlier_mailbox=tuple(seed for seed in keys.earlier_mailbox if seed not in seeds)))
    finally:
        _one.release()


def under_way() -> bool:
    """Whether keys are being replaced now."""
    return _one.locked()


def _write(keys: Keys, door: tuple[Door, bytes] | None = None) -> None:
    """Write the keyring anew and go on with it. `desk.keyring_changed` if somebody else did meanwhile."""
    home: Path = settings.DESK_HOME
    if not lock.holds(read_keyring(home / KEYRING)):
        raise Problem("desk.keyring_changed")
    opened = lock.opened
    lock.change(*write_keys(home, keys, *(door or (opened.door, opened.opener))))


def _connect(path: Path, key: bytes) -> sqlcipher.Connection:
    opened = sqlcipher.connect(path, timeout=20, isolation_level=None)
    opened.execute("PRAGMA cipher_log_level = NONE")
    opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return opened


def _opens(path: Path, key: bytes) -> bool:
    opened = _connect(path, key)
    try:
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError:
        return False
    finally:
        opened.close()
    return True


def _encrypt_anew(path: Path, old: bytes, new: bytes) -> None:
    """One transaction over the whole file. Its log is then emptied, so that nothing under the old key is left in it."""
    opened = _connect(path, old)
    try:
        opened.execute("PRAGMA synchronous = FULL")
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        opened.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"")
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        opened.close()
