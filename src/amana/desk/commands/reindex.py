"""`./amana desk reindex`: make the search index anew of all that is kept, while people work."""

import argparse

from amana.desk.commands.ask import open_lock


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> None:
    """Make it, and say of how much."""
    from amana.desk.search.keeping import make_anew

    open_lock()
    print(f"The index is whole: words of {make_anew()} rows are in it.")
