"""Asking for secrets: at the keyboard without showing them, or one a line from a pipe. Never as arguments."""

import getpass
import sys
from pathlib import Path

from django.conf import settings

from amana.desk.keyring import SHORTEST_PASSPHRASE
from amana.desk.lock import lock
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


def open_lock() -> None:
    """Open the desk for this command alone."""
    keyring: Path = settings.DESK_HOME / "keyring.json"
    if not keyring.exists():
        raise Problem("desk.no_keyring", home=settings.DESK_HOME)
    lock.open(keyring, ask("The desk's pass-phrase"))
