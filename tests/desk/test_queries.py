"""A page asks the database as often for many rows as for a few, and never often."""

import re
from collections import Counter
from datetime import timedelta

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amana.events.actions import add_act, add_victim, make_event, place_testimony, set_frame
from amana.events.models import Place, Source
from amana.parties.actions import conclude, keep_party
from amana.parties.models import Party
from amana.release.actions import FIELDS, start
from amana.testimony import actions
from amana.testimony.cases import actions as cases
from amana.testimony.cases.actions_care import set_task, weigh_risk
from amana.testimony.consents import today
from deskkit import PLANTED, keep, sealed

MOST = 45
"""Queries of any page here. What it is below tells nothing; above, something goes through rows one by one."""


def asked_by(client, path: str) -> Counter[str]:
    """How often a page asks the database what, without values; once what is made on a first visit is made.

    After a `#` stand the words that are searched for.
    """
    path, _, words = path.partition("#")

    def ask():
        return client.post(path, {"words": words}) if words else client.get(path)

    ask()
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    assert answer.status_code == 200, path
    return Counter(re.sub(r"'[^']*'|\b\d+\b|%s|\(\?[?, ]*\)", "?", one["sql"]).split(" WHERE ")[0] for one in asked)


def publish(number: int) -> None:
    """A published source, and a place under the one before."""
    source, place = f"source-{number}", f"place-{number}"
    Source.objects.create(pk=source, entry={"id": source, "name": "Invented", "kind": "witness", "named": "withheld"})
    under = Place.objects.order_by("pk").last()
    entry = {"id": place, "name": "Kell", "kind": "village", "under": under and under.pk, "source": source}
    Place.objects.create(pk=place, entry=entry, under=under)


@pytest.mark.django_db
def test_a_page_asks_as_often_for_many_rows_as_for_a_few(signed_in):
    caseworker = signed_in("caseworker", "analyst", "investigator", name="Ines")
    publisher = signed_in("publisher", name="Pia")
    supervisor = signed_in("supervisor", name="Salim")
    user, kept = caseworker.user, []

    def more(count: int) -> None:
        for _ in range(count):
            row = keep(sealed(kind="account", consents={"count": "yes", "publication": "yes"}))
            keep(sealed())
            if kept:
                cases.add_testimony(user, kept[0].survivor, actions.take_in_hand(user, row))
                place_testimony(user, event, row)
                victim = add_victim(user, event, [row], "a person, invented", 1, "female")
                conclude(user, add_act(user, victim, ["crsv.rape"], "completed", ""), party, "stated", "Told so.")
            else:
                cases.open_case(user, actions.take_in_hand(user, row))
            row.refresh_from_db()
            kept.append(row)
            other = actions.take_in_hand(user, keep(sealed()))
            case = cases.open_case(user, other)
            set_task(user, case, "call", today() + timedelta(days=len(kept)))
            weigh_risk(user, case, "likely", "an invented man", "", today() + timedelta(days=1), False)
            publish(len(kept))
            set_frame(user, make_event(user, other), Place.objects.get(pk=f"place-{len(kept)}"), None, None, "", "")

    event = None
    keep_party(user, {"id": "north", "name": "North Front", "kind": "armed_group", "source": "invented"})
    party = Party.objects.get()
    outline = {"day": today(), "publisher": "Invented", "headline": "Told", "sections": []}
    release = start(
        publisher.user,
        {name: None for name in FIELDS}
        | {"purpose": "publication", "recipient": "the public", "with_accounts": True, "outline": yaml.dump(outline)},
    )
    row = keep(sealed())
    event = make_event(user, actions.take_in_hand(user, row))
    more(2)
    case = kept[0].survivor_id
    pages = ["/", "/testimony/", "/testimony/countable", "/events/", f"/events/{event.pk}", "/events/sources"]
    pages += ["/cases/", f"/cases/{case}", f"/cases/{case}/agreed", f"/testimony/{kept[0].pk}", "/search", "/counting/"]
    pages += [f"/search#{PLANTED}", "/search#Kell"]
    overseen = ("/", "/testimony/", "/cases/", "/cases/?list=others", f"/search#{PLANTED}")
    asks = [(caseworker, page) for page in pages] + [(supervisor, page) for page in overseen]
    asks += [(publisher, f"/release/{release.pk}"), (publisher, f"/release/{release.pk}/draft")]
    few = {(client.user.name, page): asked_by(client, page) for client, page in asks}
    more(4)
    many = {(client.user.name, page): asked_by(client, page) for client, page in asks}
    grown = {page: many[page] - few[page] for page in few if many[page].total() > few[page].total()}
    assert not grown, f"asked again for each row: {grown}"
    assert max(asked.total() for asked in few.values()) <= MOST
