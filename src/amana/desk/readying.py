"""What is done whenever a desk was opened: ends what was cut off, brings tables and the index to this version."""

import gc

from amana.desk.lock import lock
from amana.desk.rekeying import settle_database
from amana.desk.search import keeping
from amana.desk.upgrading import upgrade


def make_ready() -> None:
    """Make an open desk fit to work with."""
    settle_database()
    upgrade()
    keeping.make_ready()


def stand_still() -> None:
    """Let Python's collector look for cycles in what comes from now on alone, until the lock closes.

    All that was loaded stays for as long as the desk is open. To go through it again every dozen pages costs some 80 ms
    each time. What pages leave behind still goes every dozen pages, in some 40 ms: seldomer, it came to half a second.
    """
    gc.collect()
    gc.freeze()


lock.at_close.append(gc.unfreeze)
