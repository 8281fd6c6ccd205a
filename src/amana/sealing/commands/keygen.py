"""`./amana keygen`: make an identity, in a file that its owner alone may read, and say its recipient."""

import argparse
from pathlib import Path

from amana.sealing import keyfile, keys
from amana.sealing.commands.streams import plainly

KINDS = {"hybrid": keys.new_identity, "x25519": keys.new_x25519_identity}


def arguments(parser: argparse.ArgumentParser) -> None:
    """`[--kind hybrid|x25519] [-o FILE]`."""
    parser.add_argument("--kind", choices=KINDS, default="hybrid", help="x25519 only for programs that know no other")
    parser.add_argument("-o", "--output", metavar="FILE", help="a new file for the identity; else it is printed")


def run(args: argparse.Namespace) -> None:
    """Write the identity file and print the recipient; without a file, print the identity file itself."""
    identity, recipient = KINDS[args.kind]()
    if args.output in (None, "-"):
        print(keyfile.text_of(identity), end="")
    else:
        with plainly():
            keyfile.write(Path(args.output), identity)
        print(recipient)
