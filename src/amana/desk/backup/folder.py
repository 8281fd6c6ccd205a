"""The folder of a backup: age files by their names, each there whole or not at all (spec/backup.md)."""

import fcntl
import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from amana.desk.files import sync_folder
from amana.errors import Problem
from amana.sealing import age
from amana.sealing.codec import base32

Reader = Callable[[str, bytes], bytes]
"""Opens the age file of a name: with the backup key, or with the recovery identity."""


def reader_of_desk(backup_key: bytes) -> Reader:
    """For the desk, which knows its backup key."""
    return lambda name, data: age.open_with_file_key(_file_key(backup_key, name), data)


def reader_of_recovery(identities: list[str]) -> Reader:
    """For whoever holds the recovery key."""
    return lambda name, data: age.open_bytes(identities, data)


class Folder:
    """One folder. What is written is sealed to `recipients` under `backup_key`; reading needs a Reader."""

    def __init__(self, root: Path, recipients: list[str] | None = None, backup_key: bytes = b"") -> None:
        self._root = root
        self._recipients = recipients or []
        self._key = backup_key
        self._touched: set[Path] = set()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes meanwhile. `backup.busy` if somebody does, `backup.no_folder` if it cannot be written."""
        try:
            for part in ("pieces", "backups"):
                (self._root / part).mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            raise Problem("backup.no_folder", folder=self._root) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise Problem("backup.busy", folder=self._root) from None
        finally:
            os.close(handle)

    def put_piece(self, plain: bytes) -> str:
        """Keep a piece, unless it is there; gives its name."""
        name = base32(hmac.digest(self._key, b"name\0" + plain, "sha256"))
        path = self._piece(name)
        if not path.exists():
            path.parent.mkdir(exist_ok=True, mode=0o700)
            self._write(path, name, plain)
        return name

    def put_backup(self, stamp: str, plain: bytes) -> None:
        """Keep the backup itself, once all its pieces are safe."""
        for folder in {*self._touched, self._root / "pieces"}:
            sync_folder(folder)
        self._write(self._backup(stamp), stamp, plain)
        sync_folder(self._root / "backups")

    def stamps(self) -> list[str]:
        """The backups that are there, the newest last."""
        return sorted(path.stem for path in (self._root / "backups").glob("*T*Z.age"))

    def read_piece(self, name: str, reader: Reader) -> bytes:
        """A piece's plain text. `backup.broken` if it is gone or changed."""
        try:
            return self._read(self._piece(name), name, reader)
        except Problem as problem:
            if problem.code == "sealing.no_match":
                raise Problem("backup.broken") from None
            raise

    def read_backup(self, stamp: str, reader: Reader) -> bytes:
        """A backup's plain text. `backup.not_yours` if it was sealed to another key."""
        try:
            return self._read(self._backup(stamp), stamp, reader)
        except Problem as problem:
            if problem.code == "sealing.no_match":
                raise Problem("backup.not_yours", folder=self._root) from None
            raise

    def forget_all_but(self, stamp: str, names: set[str]) -> int:
        """Remove the other backups, then every piece that is not among `names`. How many backups were removed."""
        others = [path for path in (self._root / "backups").iterdir() if path.name != f"{stamp}.age"]
        for path in others:
            path.unlink()
        sync_folder(self._root / "backups")
        for path in (self._root / "pieces").glob("*/*"):
            if path.suffix != ".age" or path.stem not in names:
                path.unlink()
        return sum(path.suffix == ".age" for path in others)

    def _write(self, path: Path, name: str, plain: bytes) -> None:
        new = path.with_suffix(".new")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(age.seal_with_file_key(self._recipients, _file_key(self._key, name), plain))
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError:
            raise Problem("backup.no_folder", folder=self._root) from None
        self._touched.add(path.parent)

    def _read(self, path: Path, name: str, reader: Reader) -> bytes:
        try:
            return reader(name, path.read_bytes())
        except OSError:
            raise Problem("backup.broken") from None
        except Problem as problem:
            if problem.code in ("sealing.no_match", "desk.locked"):
                raise
            raise Problem("backup.broken") from None

    def _piece(self, name: str) -> Path:
        return self._root / "pieces" / name[:2] / f"{name}.age"

    def _backup(self, stamp: str) -> Path:
        return self._root / "backups" / f"{stamp}.age"


def _file_key(backup_key: bytes, name: str) -> bytes:
    return hmac.digest(backup_key, b"file key\0" + name.encode(), "sha256")[: age.FILE_KEY]
