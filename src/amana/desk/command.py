"""`./amana desk …`: set up a desk, serve it, and what rooms add to it.

Each subcommand is a module with `arguments(parser)` and `run(args)`, like the
commands of amana/cli.py, and is loaded only when it is called, with Django ready.
"""

import argparse
import os
import resource
from importlib import import_module

from amana.errors import Problem

COMMANDS = {
    "init": ("amana.desk.commands.init", "make a desk: its keys, its database and its first administrator"),
    "backup": ("amana.desk.commands.backup", "back up all that the desk keeps, sealed to its recovery key"),
    "restore": ("amana.desk.commands.restore", "bring a desk back with its recovery key"),
    "serve": ("amana.desk.commands.serve", "serve the desk's pages on this machine"),
    "administrator": ("amana.desk.commands.administrator", "let an administrator in, or in again"),
    "lock": ("amana.desk.commands.lock", "close the desk that is being served"),
    "rekey": ("amana.desk.commands.rekey", "new keys, and another pass-phrase, trustees or recovery key"),
    "reindex": ("amana.desk.commands.reindex", "make the search index anew of all that is kept"),
    "leave": ("amana.desk.commands.leave", "destroy this desk's keyring, now"),
    "card": ("amana.care.command", "publish the desk's card, and print the link to hand out"),
    "sync": ("amana.testimony.command_sync", "bring home what waits at the hub, and send the replies that wait"),
    "mailboxes": ("amana.testimony.command_mailboxes", "which mailboxes are looked into; end the earlier ones"),
    "import": ("amana.testimony.command_import", "keep sealed files that were carried by hand"),
    "claims": ("amana.parties.command_claims", "keep published sources and their claims from a folder"),
}
AT_ONCE = {"lock", "leave"}
"""Those that must not wait for Django."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Leave the words after the subcommand's name to the subcommand."""
    parser.epilog = " · ".join(f"{name}: {purpose}" for name, (_, purpose) in COMMANDS.items())
    parser.add_argument("command", choices=COMMANDS, help="what to do")
    parser.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Run one subcommand with Django ready. What it makes, only this user can read; what crashes leaves no memory."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if args.command in AT_ONCE:
        return _run(args)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amana.desk.settings")
    import django
    from django.db import OperationalError

    django.setup()
    try:
        return _run(args)
    except OperationalError:
        raise Problem("desk.no_database") from None


def _run(args: argparse.Namespace) -> int:
    module, purpose = COMMANDS[args.command]
    room = import_module(module)
    own = argparse.ArgumentParser(prog=f"./amana desk {args.command}", description=purpose)
    room.arguments(own)
    return int(room.run(own.parse_args(args.words)) or 0)
