"""`./amana desk rekey`: new keys for what is kept, and another pass-phrase, trustees or recovery key, if asked."""

import argparse
from pathlib import Path

from amana.desk.commands.ask import ask_new_passphrase, ask_secret, open_lock
from amana.desk.control import tell
from amana.desk.doors import Door, new_passphrase_door
from amana.desk.home import desk_home
from amana.desk.trustees import draw, read_numbers
from amana.errors import Problem
from amana.sealing import keyfile


def arguments(parser: argparse.ArgumentParser) -> None:
    """What opens the desk from now on, if not what did."""
    door = parser.add_mutually_exclusive_group()
    door.add_argument("--passphrase", action="store_true", help="ask for a new pass-phrase")
    door.add_argument("--trustees", metavar="K/N", help="K of N trustees open it: make a list of words for each")
    parser.add_argument("--recovery", type=Path, metavar="FILE", help="a new recovery key's recipient (age1pq1…)")
    parser.add_argument("--identity", action="store_true", help="a new age identity too, for the next card")
    parser.add_argument("--mailbox", action="store_true", help="a new mailbox too, for the next card")


def run(args: argparse.Namespace) -> None:
    """Leave it to the desk that is being served, if nothing is to be asked; else lock it and do it here."""
    from amana.desk.rekeying import rekey

    home = desk_home()
    recovery = keyfile.recipients(args.recovery)[0] if args.recovery else None
    asked = bool(args.passphrase or args.trustees or recovery)
    words = ["rekey", *(word for word in ("identity", "mailbox") if getattr(args, word))]
    answer = tell(home, "lock" if asked else " ".join(words))
    if answer and not asked and answer != str(Problem("desk.locked")):
        print(answer)
        return
    open_lock()
    rekey(_new_door(args), recovery=recovery, identity=args.identity, mailbox=args.mailbox)
    print("The desk has new keys. A copy of the old keyring opens nothing that is kept here now.")
    if args.identity:
        print("Phones seal to the new identity once a new card is published: ./amana desk card")
    if args.mailbox:
        print("Phones send to the new mailbox once a new card is published: ./amana desk card. Then make a backup: an")
        print("older one, and an older copy of recovery.age, would not bring back what waits there.")


def _new_door(args: argparse.Namespace) -> tuple[Door, bytes] | None:
    if args.passphrase:
        return new_passphrase_door(ask_new_passphrase())
    if not args.trustees:
        return None
    need, of = read_numbers(args.trustees)
    door, secret, lists = draw(need, of)
    for number, words in enumerate(lists, 1):
        print(f"Trustee {number} of {of}; {need} together open this desk. Shown once: write it down, or print it.\n")
        print("\n".join(f"  {place:2} {word}" for place, word in enumerate(words.split(), 1)), end="\n\n")
    print(f"To show that the sheets are right, {need} of the trustees now type their words.", flush=True)
    if ask_secret(door) != secret:
        raise Problem("desk.wrong_words")
    return door, secret
