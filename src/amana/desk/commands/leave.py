"""`./amana desk leave`: destroy this desk's keyring, now. Only the recovery key, kept elsewhere, brings it back."""

import argparse
import sys

from amana.desk.control import tell
from amana.desk.home import desk_home
from amana.desk.leaving import destroy_keyring
from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to ask first."""
    parser.add_argument("--now", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> None:
    """Ask for the word, destroy, then tell the desk that is being served, which would also notice by itself."""
    home = desk_home()
    if not args.now:
        print("This destroys the keyring of this desk. Only the recovery key, kept elsewhere, brings it back.")
        print("Type  leave  to go on: ", end="", flush=True)
        if sys.stdin.readline().strip() != "leave":
            raise Problem("desk.still_here")
    if not destroy_keyring(home):
        raise Problem("desk.no_keyring", home=home)
    tell(home, "leave")
    print(
        "The keyring is destroyed, and the desk is closed. ./amana desk restore brings it back with the recovery key."
    )
    print(
        "An SSD may keep old blocks for a while: what could be found there still needs the pass-phrase or the trustees."
    )
