"""`./amana seal`: encrypt a file or a pipe to recipients, or by a pass-phrase."""

import argparse
import sys
from pathlib import Path

from amana.errors import Problem
from amana.sealing import age, keyfile, passphrase
from amana.sealing.commands import ask
from amana.sealing.commands.streams import plainly, reading, writing


def arguments(parser: argparse.ArgumentParser) -> None:
    """`-r RECIPIENT… [-R FILE…] [-p] [-o OUT] [IN]`."""
    parser.add_argument("-r", "--recipient", action="append", default=[], help="age1pq1… or age1…; may be repeated")
    parser.add_argument("-R", "--recipients", action="append", default=[], metavar="FILE", help="recipients in a file")
    ask.arguments(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write; else the standard output")
    parser.add_argument("input", nargs="?", metavar="IN", help="the file to read; else the standard input")


def run(args: argparse.Namespace) -> None:
    """Seal `IN` into `OUT`, which appears only once it is whole."""
    if args.output is None and sys.stdout.isatty():
        raise Problem("sealing.terminal")
    with plainly():
        if ask.wanted(args):
            if args.recipient or args.recipients:
                raise Problem("sealing.passphrase_alone")
            phrase = ask.passphrase(args, twice=True)
            with reading(args.input) as plain, writing(args.output) as sealed:
                passphrase.seal(phrase, plain, sealed)
        else:
            listed = [recipient for name in args.recipients for recipient in keyfile.recipients(Path(name))]
            with reading(args.input) as plain, writing(args.output) as sealed:
                age.seal([*args.recipient, *listed], plain, sealed)
