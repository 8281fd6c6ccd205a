"""What is done whenever a desk was opened: ends what was cut off, brings tables and the index to this version."""

from amana.desk.rekeying import settle_database
from amana.desk.search import keeping
from amana.desk.upgrading import upgrade


def make_ready() -> None:
    """Make an open desk fit to work with."""
    settle_database()
    upgrade()
    keeping.make_ready()
