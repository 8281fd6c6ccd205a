"""`./amana desk sync`: bring home what waits at the hub, write the day's letters, tell partner desks what holds."""

import argparse

from amana.desk.commands.ask import open_lock


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: the hub is the one that serves this desk's card."""


def run(args: argparse.Namespace) -> int:
    """Sync and say plainly what came of it; 1 if something waits for another try."""
    from amana.testimony.sync import our_hub, say, sync_from_hub

    open_lock()
    outcome = sync_from_hub(our_hub())
    print("\n".join(say(outcome)))
    return int(bool(outcome.left or outcome.waiting or outcome.delayed))
