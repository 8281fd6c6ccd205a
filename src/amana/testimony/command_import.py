"""`./amana desk import FILE …`: keep sealed files that were carried by hand."""

import argparse
from pathlib import Path

from amana.desk.commands.ask import open_lock


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a sealed envelope; it stays where it is")


def run(args: argparse.Namespace) -> None:
    """Import and say plainly what came of it."""
    from amana.testimony.sync import import_files, say

    open_lock()
    print("\n".join(say(import_files(args.files))))
