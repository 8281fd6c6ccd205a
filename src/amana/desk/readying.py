"""What is done whenever a desk was opened: ends what was cut off, brings tables and the index to this version.

While it is open, Python's collector looks for cycles between pages, so that nobody waits for it: by itself it did so in
the midst of every dozenth page, which then took 40 to 100 ms longer.
"""

import gc

from amana.desk.lengths import know_lengths
from amana.desk.lock import lock
from amana.desk.rekeying import settle_database
from amana.desk.search import keeping
from amana.desk.upgrading import upgrade

OFTEN = (20_000, 5, 10)
"""As `gc.set_threshold` takes it, while the desk is open: in a page's midst the collector looks if it is a long one."""
FEW = 2_000
"""Things that may have come to stay before they are left out of what the collector looks at."""
_as_ever = gc.get_threshold()


def make_ready() -> None:
    """Make an open desk fit to work with."""
    settle_database()
    upgrade()
    know_lengths()
    keeping.make_ready()


def stand_still() -> None:
    """Let the collector look for cycles in what comes from now on alone, until the lock closes: the rest stays as long.

    To go through all that was loaded costs some 80 ms each time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*OFTEN)


def tidy() -> None:
    """Find what the pages that were sent have left behind. To be called while no page is being made.

    So all that is still there is there to stay, and much of it (a page's template, read once) is left out from now on.
    """
    if not lock.is_open or gc.get_threshold() != OFTEN:
        return
    gc.collect()
    if len(gc.get_objects()) > FEW:
        gc.freeze()


def _move_again() -> None:
    gc.unfreeze()
    gc.set_threshold(*_as_ever)


lock.at_close.append(_move_again)
