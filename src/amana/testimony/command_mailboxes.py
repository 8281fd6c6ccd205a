"""`./amana desk mailboxes`: which mailboxes the desk looks into, and the end of earlier ones (spec/mailbox.md)."""

import argparse

from amana.desk.commands.ask import open_lock
from amana.desk.control import tell
from amana.desk.home import desk_home
from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """To end them now, or to be told."""
    parser.add_argument("--end", action="store_true", help="end the earlier ones now, after a key was stolen")


def run(args: argparse.Namespace) -> int:
    """Say what there is; with `--end`, 1 if something could not be brought home, so that its mailbox goes on."""
    from amana.testimony import mailboxes
    from amana.testimony.sync import Outcome, end_mailboxes, our_hub, say

    if args.end:
        tell(desk_home(), "lock")
    open_lock()
    before, boxes, outcome = mailboxes.earlier(), mailboxes.replaced(), Outcome()
    if not args.end or not before:
        for one in before:
            print(f"{one.box.id}: looked into until {one.until or 'a card names a newer one: ./amana desk card'}")
        print(f"{mailboxes.held()[0].id}: the newest" + ("" if before else ", and the only one"))
        return 0
    if not boxes:
        raise Problem("testimony.mailbox_not_named")
    print(f"Ended, and their keys forgotten: {len(end_mailboxes(our_hub(), boxes, outcome))} of {len(before)}.")
    print("\n".join(say(outcome)))
    return int(bool(mailboxes.earlier()))
