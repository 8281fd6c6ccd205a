"""`./amana desk claims FOLDER`: keep published sources and their claims from YAML files (spec/claims.md)."""

import argparse
from pathlib import Path

from amana.desk.commands.ask import open_lock


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("folder", type=Path, help="a folder of claims; entries of the same id are replaced")


def run(args: argparse.Namespace) -> None:
    """Import, and say how much there was."""
    from amana.parties.actions import import_folder

    open_lock()
    folder = import_folder(None, args.folder)
    print(f"Kept {len(folder.sources)} sources, {len(folder.claims)} claims and {len(folder.statements)} statements.")
