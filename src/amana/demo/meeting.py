"""Two desks of the demo become partners as two organisations do: each notes the other, and a second person confirms."""

import time

from amana.desk.models import User
from amana.errors import Problem
from amana.testimony.partners import actions
from amana.testimony.partners.models import Partner
from amana.testimony.sync import our_hub, sync_from_hub

PATIENCE, PAUSE = 300.0, 0.5
"""Seconds until the other desk is built, at most; and between two looks."""


def meet(one: User, other: User, name: str, link: str) -> Partner:
    """The desk of `link` as a partner of the open one, once both have greeted. `demo.no_partner` if it never does."""
    end = time.monotonic() + PATIENCE
    partner = actions.confirm(other, actions.add(one, name, link, _card(link, end)))
    while not partner.heard:
        if time.monotonic() > end:
            raise Problem("demo.no_partner")
        sync_from_hub(our_hub())
        partner.refresh_from_db()
        time.sleep(0 if partner.heard else PAUSE)
    return partner


def _card(link: str, end: float) -> bytes:
    """The other desk's card, once its hub has it."""
    while time.monotonic() < end:
        try:
            return actions.fetch_card(link)
        except Problem:
            time.sleep(PAUSE)
    raise Problem("demo.no_partner")
