"""The log is found by person, kind, thing and day, a page at a time, and shows nobody what she may not see."""

import time

import pytest
from django.db import transaction

from amana.testimony.custody import reading
from amana.testimony.custody.log import record
from amana.testimony.custody.models import Row
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(signed_in, clock, person):
    """A supervisor; Awa, whose deeds stand in the log on three days."""
    client = signed_in("supervisor")
    client.awa = person("caseworker", name="Awa")
    for _ in range(3):
        with transaction.atomic():
            for number in range(40):
                record(client.awa, "testimony.viewed", f"thing:{number % 2}")
            record(None, "test.done")
        clock.pass_days(1)
    return client


def page(client, **query):
    return client.get("/custody/", query).content.decode()


def test_by_person_kind_thing_and_day(client):
    awa = f"user:{client.awa.pk}"
    for query, found in (
        ({"who": awa, "first": "2031-05-02", "last": "2031-05-02"}, 40),
        ({"what": "testimony.viewed", "about": "thing:1", "first": "2031-05-03"}, 20),
        ({"what": "testimony", "last": "2031-05-01"}, 40),
        ({"who": "desk", "what": "test.done"}, 3),
        ({"about": "thing:9"}, 0),
    ):
        assert page(client, **query).count(' data-label="When"') == found, query


def test_a_page_is_followed_by_the_next_and_none_is_twice_or_left_out(client):
    seen, before = [], None
    wanted = reading.Wanted(what="testimony.viewed")
    while True:
        found = reading.read(wanted, before)
        seen += [entry.index for entry in found.entries]
        if found.before is None:
            break
        before = found.before
    assert seen == sorted(seen, reverse=True) and len(seen) == len(set(seen)) == 120
    assert "before=" in page(client, what="testimony.viewed")


def test_one_page_opens_no_more_than_its_span_and_says_how_far_it_looked(client, monkeypatch):
    monkeypatch.setattr(reading, "SPAN", 10)
    shown = page(client, what="test.nothing")
    assert "Looked back to 2031-05-03" in shown
    assert "before=" in shown


def test_an_account_is_named_by_its_code_to_those_alone_who_may_open_it(client, signed_in):
    testimony = keep(sealed())
    client.get(f"/testimony/{testimony.pk}")
    about = {"about": f"testimony:{testimony.pk}"}
    assert testimony.code in page(client, **about)
    for role in ("investigator", "administrator"):
        shown = page(signed_in(role, name=role), **about)
        assert testimony.code not in shown
        assert f'href="/testimony/{testimony.pk}"' not in shown
        assert "an account was opened" in shown


def test_entries_are_told_in_words(client):
    shown = page(client)
    assert "an account was opened" in shown and "Awa" in shown
    assert "custody.padding" not in shown


STRANGE = [{"before": "9" * 30}, {"who": "x" * 5000}, {"first": "'; DROP TABLE"}, {"what": "\0"}]


@pytest.mark.parametrize("query", STRANGE)
def test_strange_wishes_are_answered(client, query):
    assert client.get("/custody/", query).status_code == 200


def test_a_page_of_a_long_log_opens_within_what_a_person_waits_for():
    from amana.testimony.custody.entry import PADDING, Entry
    from amana.testimony.custody.log import make_row

    rows = [make_row(Entry(index, "2031-05-01T09:30:00Z", "desk", PADDING)) for index in range(2000)]
    Row.objects.bulk_create(rows, batch_size=500)
    began = time.process_time()
    assert reading.read(reading.Wanted(what="test.nothing"), None).entries == []
    assert (time.process_time() - began) / 2000 * reading.SPAN < 3
