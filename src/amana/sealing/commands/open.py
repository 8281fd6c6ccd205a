"""`./amana open`: decrypt a file or a pipe with identities, or by a pass-phrase.

A file appears only once it is whole. On a pipe each chunk is authenticated before it is written, and only the exit code
0 says that the whole has come.
"""

import argparse
from pathlib import Path

from amana.errors import Problem
from amana.sealing import age, keyfile, passphrase
from amana.sealing.commands import ask
from amana.sealing.commands.streams import plainly, reading, writing


def arguments(parser: argparse.ArgumentParser) -> None:
    """`-i IDENTITYFILE… [-p] [-o OUT] [IN]`."""
    parser.add_argument("-i", "--identity", action="append", default=[], metavar="FILE", help="a file of identities")
    ask.arguments(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write; else the standard output")
    parser.add_argument("input", nargs="?", metavar="IN", help="the file to read; else the standard input")


def run(args: argparse.Namespace) -> None:
    """Open `IN` into `OUT`."""
    with plainly():
        if ask.wanted(args):
            if args.identity:
                raise Problem("sealing.passphrase_alone")
            phrase = ask.passphrase(args)
            with reading(args.input) as sealed, writing(args.output) as plain:
                passphrase.open_(phrase, sealed, plain)
        elif args.identity:
            identities = [identity for name in args.identity for identity in keyfile.identities(Path(name))]
            with reading(args.input) as sealed, writing(args.output) as plain:
                age.open_(identities, sealed, plain)
        else:
            raise Problem("sealing.no_identity")
