"""`./amana desk restore`: bring a desk back with the recovery key that was kept elsewhere."""

import argparse
from pathlib import Path

from amana.desk.commands.ask import ask_new_passphrase
from amana.desk.doors import new_passphrase_door
from amana.desk.home import desk_home
from amana.desk.kept_keys import KEYRING, RECOVERY, read_recovery, write_keys
from amana.errors import Problem
from amana.sealing import keyfile


def arguments(parser: argparse.ArgumentParser) -> None:
    """The recovery identity, and what it opens."""
    parser.add_argument("source", nargs="?", type=Path, metavar="SOURCE", help="default: what lies in the desk's home")
    parser.add_argument("--recovery", type=Path, required=True, metavar="FILE", help="the recovery identity (age)")


def run(args: argparse.Namespace) -> None:
    """Open the recovery file, ask for a new pass-phrase, and write the keyring anew."""
    home = desk_home()
    if (home / KEYRING).exists():
        raise Problem("desk.already_there", home=home)
    source = args.source or home / RECOVERY
    if not source.exists():
        raise Problem("desk.nothing_to_restore", file=source)
    keys = read_recovery(source, keyfile.identities(args.recovery))
    door, opener = new_passphrase_door(ask_new_passphrase())
    write_keys(home, keys, door, opener)
    print(f"The desk in {home} opens again, with the new pass-phrase. Now: ./amana desk serve")
