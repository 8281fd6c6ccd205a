"""`./amana desk lock`: close the desk that is being served, as before the machine sleeps."""

import argparse

from amana.desk.control import tell
from amana.desk.home import desk_home
from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> None:
    """Close it. `desk.not_served` if there is none to close."""
    if tell(desk_home(), "lock") is None:
        raise Problem("desk.not_served")
    print("The desk is locked.")
