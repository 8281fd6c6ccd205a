"""`./amana desk restore`: bring a desk back with the recovery key that was kept elsewhere."""

import argparse
import secrets
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from amana.desk import rekeying
from amana.desk.backup.folder import Folder, Reader, reader_of_recovery
from amana.desk.backup.making import read_backup
from amana.desk.backup.restoring import restore_database, stamp_of
from amana.desk.commands.ask import ask_new_passphrase
from amana.desk.commands.init import first_administrator, introduce
from amana.desk.doors import new_passphrase_door
from amana.desk.files import KEYRING, RECOVERY
from amana.desk.kept_keys import read_recovery, write_keys
from amana.desk.keyring import Opened
from amana.desk.keys import KEY, Keys, filled
from amana.desk.lock import lock
from amana.desk.readying import make_ready
from amana.errors import Problem
from amana.sealing import keyfile
from amana.testimony.custody.log import record


def arguments(parser: argparse.ArgumentParser) -> None:
    """The recovery identity, and what it opens."""
    parser.add_argument(
        "source",
        nargs="?",
        type=Path,
        metavar="SOURCE",
        help="a backup's folder, or a copy of recovery.age; default: what lies in the desk's home",
    )
    parser.add_argument("--recovery", type=Path, required=True, metavar="FILE", help="the recovery identity (age)")
    parser.add_argument("--at", metavar="STAMP", help="an older backup of the folder, such as 20260301T120000Z")


def run(args: argparse.Namespace) -> None:
    """Open what there is, ask for a new pass-phrase, bring back the data of a backup, write the keyring last."""
    home: Path = settings.DESK_HOME
    if (home / KEYRING).exists():
        raise Problem("desk.already_there", home=home)
    source, identities = args.source or home / RECOVERY, keyfile.identities(args.recovery)
    if not source.exists():
        raise Problem("desk.nothing_to_restore", file=source)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if source.is_dir():
        _from_backup(source, args.at, reader_of_recovery(identities))
    else:
        _from_keys(read_recovery(source, identities))
    opened = lock.opened
    lock.change(*write_keys(home, lock.keys, opened.door, opened.opener))
    make_ready()
    with transaction.atomic():
        record(None, "desk.restored")
    print(f"The desk in {home} opens again, with the new pass-phrase. Now: ./amana desk serve, then ./amana desk rekey")


def _from_backup(root: Path, stamp: str | None, reader: Reader) -> None:
    """Keys and data of a backup; the data under a new database key. What lies here is put aside, not lost."""
    folder = Folder(root)
    backup = read_backup(folder, stamp_of(folder, root, stamp), reader)
    keys = Keys.from_bytes(filled(backup["keys"].encode()))
    _enter(replace(keys, database=secrets.token_bytes(KEY), earlier_database=()))
    rows = restore_database(folder, backup, reader)
    print(f"The backup of {backup['at']} is back: {rows} rows, compared one by one.")


def _from_keys(keys: Keys) -> None:
    """The keys alone: the data still lies here, or else the desk begins anew and fetches what waits at the hub."""
    if rekeying.there_is_data():
        if not rekeying.fits(keys):
            raise Problem("desk.other_data", home=settings.DESK_HOME)
        _enter(keys)
        return
    _enter(replace(keys, earlier_database=()))
    call_command("migrate", verbosity=0, interactive=False)
    introduce("administrator", *first_administrator("administrator"))
    print("No data lay here. What waits at the hub comes with ./amana desk sync once it is served.")


def _enter(keys: Keys) -> None:
    lock.enter(Opened(keys, *new_passphrase_door(ask_new_passphrase())))
