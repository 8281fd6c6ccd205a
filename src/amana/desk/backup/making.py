"""Making a backup of an open desk, while people work."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amana.desk.backup import database, rows
from amana.desk.backup.folder import Folder, reader_of_desk
from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing.padding import padded

FORMAT = "amana-backup/1"


@dataclass(frozen=True)
class Made:
    """A backup that is there now, and how many older ones are beside it, with what was erased since in them."""

    stamp: str
    rows: int
    older: int


def back_up(root: Path) -> Made:
    """Write a backup into the folder `root`."""
    keys = lock.keys
    folder = Folder(root, keys.recipients(), keys.backup)
    with folder.alone():
        with database.snapshot():
            migrations, models = database.schema_of()
            tables = [_table(model, folder) for model in models]
        stamp = _stamp(folder)
        value = {"backup": FORMAT, "at": stamp, "migrations": migrations, "tables": tables}
        value["keys"] = keys.to_bytes().decode().rstrip()
        plain = json.dumps(value).encode()
        folder.put_backup(stamp, plain + b" " * (padded(len(plain)) - len(plain)))
    return Made(stamp, sum(table["rows"] for table in tables), len(folder.stamps()) - 1)


def forget_older(root: Path, made: Made) -> None:
    """Remove all backups but this one, and the pieces that only they had."""
    folder = Folder(root)
    with folder.alone():
        tables = read_backup(folder, made.stamp, our_reader())["tables"]
        folder.forget_all_but(made.stamp, {name for table in tables for name in table["pieces"]})


def read_backup(folder: Folder, stamp: str, reader: Any) -> dict[str, Any]:
    """The members of a backup. `backup.broken` for anything else."""
    plain = folder.read_backup(stamp, reader)
    try:
        value: dict[str, Any] = json.loads(plain)
        if value["backup"] != FORMAT or value["at"] != stamp:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Problem("backup.broken") from None
    return value


def newest(root: Path) -> datetime | None:
    """When the newest backup in `root` was made."""
    stamps = Folder(root).stamps()
    return datetime.strptime(stamps[-1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if stamps else None


def our_reader() -> Any:
    """For what this desk wrote since it last got new keys."""
    return reader_of_desk(lock.keys.backup)


def digested(encoded: Iterable[bytes], digest: Any) -> Iterator[bytes]:
    """Pass rows on, and count them into `digest`."""
    for row in encoded:
        digest.update(row)
        yield row


def _table(model: Any, folder: Folder) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0

    def encoded() -> Iterator[bytes]:
        nonlocal count
        for row in database.rows_of(model):
            count += 1
            yield rows.encode(row)

    names = [folder.put_piece(piece) for piece in rows.pieces(digested(encoded(), digest))]
    return {
        "model": model._meta.label_lower,
        "columns": database.columns_of(model),
        "rows": count,
        "sha256": digest.hexdigest(),
        "pieces": names,
    }


def _stamp(folder: Folder) -> str:
    """Now, or the second after the newest backup: the order of their names is that of their making."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    last = folder.stamps()[-1:]
    if last and now <= last[0]:
        later = datetime.strptime(last[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp() + 1
        return datetime.fromtimestamp(later, UTC).strftime("%Y%m%dT%H%M%SZ")
    return now
