"""Asking for secrets: at the keyboard without showing them, or one a line from a pipe. Never as arguments."""

import getpass
import sys

from amana.desk.doors import SHORTEST_PASSPHRASE, Door, TrusteesDoor
from amana.desk.files import KEYRING
from amana.desk.home import desk_home
from amana.desk.keyring import door_of
from amana.desk.lock import lock, read_keyring
from amana.desk.trustees import Gathering
from amana.errors import Problem


def ask(prompt: str) -> str:
    """One secret."""
    if sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return sys.stdin.readline().rstrip("\n")


def ask_new_passphrase() -> str:
    """A pass-phrase, typed twice at a keyboard."""
    passphrase = ask("A pass-phrase for this desk")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Problem("desk.short_passphrase", least=SHORTEST_PASSPHRASE)
    if sys.stdin.isatty() and ask("The same again") != passphrase:
        raise Problem("desk.different_passphrases")
    return passphrase


def ask_secret(door: Door) -> str | bytes:
    """What opens `door`: the pass-phrase, or the words of as many trustees as it needs, one after another."""
    if not isinstance(door, TrusteesDoor):
        return ask("The desk's pass-phrase")
    gathering, secret = Gathering(), None
    while secret is None:
        words = ask(f"The words of trustee {gathering.given() + 1} of {door.need}")
        try:
            secret = gathering.add(words, door)
        except Problem as problem:
            if not sys.stdin.isatty():
                raise
            print(problem)
    return secret


def open_lock() -> None:
    """Open the desk for this command alone."""
    from amana.desk.readying import make_ready

    keyring = desk_home() / KEYRING
    lock.open(keyring, ask_secret(door_of(read_keyring(keyring))))
    make_ready()
