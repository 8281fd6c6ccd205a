"""`./amana desk backup FOLDER`: all that the desk keeps, sealed to the recovery key, while people work."""

import argparse
from pathlib import Path

from django.conf import settings

from amana.desk.commands.ask import open_lock
from amana.errors import Problem
from amana.sealing import keyfile


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and how sure to be of it."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="default: AMANA_DESK_BACKUP")
    parser.add_argument("--verify", action="store_true", help="restore it beside the desk, and compare all of it")
    parser.add_argument("--recovery", type=Path, metavar="FILE", help="also verify with the recovery identity")
    parser.add_argument("--forget-older", action="store_true", help="then remove all older ones from the folder")


def run(args: argparse.Namespace) -> None:
    """Back up, then say what is there."""
    from amana.desk.backup.actions import make_backup
    from amana.desk.backup.folder import reader_of_recovery
    from amana.desk.lock import lock

    folder = args.folder or settings.DESK_BACKUP
    if folder is None:
        raise Problem("backup.not_set")
    reader = reader_of_recovery(keyfile.identities(args.recovery)) if args.recovery else None
    open_lock()
    made = make_backup(None, folder, verified=args.verify, forget=args.forget_older, reader=reader)
    print(f"Backup {made.stamp} is in {folder}, with {made.rows} rows, all that the desk keeps.")
    if args.verify or reader:
        print("It was restored beside the desk and compared: it is whole.")
    if not lock.keys.recovery:
        print("There is no recovery key, so that only this desk's own keyring opens it: keep a copy of keyring.json.")
    if made.older and not args.forget_older:
        print(f"{made.older} older there may still hold what was erased since. --forget-older removes them.")
