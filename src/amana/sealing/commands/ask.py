"""Asks for a pass-phrase at the terminal, or takes it from a file descriptor, so that a pipe stays free for the data.

Never from the command line or the environment, where other programs can see it.
"""

import argparse
import getpass
import os

from amana.errors import Problem

TERMINAL = "/dev/tty"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add `-p` and `--passphrase-fd`."""
    parser.add_argument("-p", "--passphrase", action="store_true", help="use a pass-phrase, asked for at the terminal")
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="use the pass-phrase in the first line of file descriptor N"
    )


def wanted(args: argparse.Namespace) -> bool:
    """Whether either was given."""
    return args.passphrase or args.passphrase_fd is not None


def passphrase(args: argparse.Namespace, *, twice: bool = False) -> str:
    """The pass-phrase. Raises `sealing.no_terminal` or `sealing.no_passphrase`, or says what is wrong with it."""
    if args.passphrase_fd is not None:
        with os.fdopen(args.passphrase_fd, "rb", closefd=False) as file:
            line = file.readline().rstrip(b"\r\n")
        try:
            told = line.decode()
        except UnicodeDecodeError:
            raise Problem("sealing.bad_passphrase") from None
    else:
        told = _ask("Pass-phrase: ")
        if twice and _ask("The same again: ") != told:
            raise Problem("sealing.unlike_passphrases")
    if not told:
        raise Problem("sealing.no_passphrase")
    return told


def _ask(prompt: str) -> str:
    if not _opens():
        raise Problem("sealing.no_terminal")
    try:
        return getpass.getpass(prompt)
    except EOFError:
        return ""


def _opens() -> bool:
    try:
        os.close(os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
