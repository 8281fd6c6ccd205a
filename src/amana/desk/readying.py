"""What is done whenever a desk was opened, before anyone works: finish what was cut off."""

from amana.desk.rekeying import settle_database


def make_ready() -> None:
    """Make an open desk fit to work with."""
    settle_database()
