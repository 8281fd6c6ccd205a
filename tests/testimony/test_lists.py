"""Long lists are read page by page: every row once, in order, narrowed by what is in clear, opening nothing sealed."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amana.desk.fields import EncryptedJSON
from amana.testimony import actions, consents, lists
from amana.testimony.cases import actions as cases
from amana.testimony.models import Testimony
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db
START = date(2026, 3, 1)


@pytest.fixture
def team(signed_in, monkeypatch):
    """A supervisor, and a caseworker with seven accounts in hand, of three days; five in nobody's hands."""
    monkeypatch.setattr(lists, "MORE", 3)
    boss, ines = signed_in("supervisor", name="Boss"), signed_in("caseworker", name="Ines")
    rows = [keep(sealed(), START + timedelta(days=number % 3)) for number in range(12)]
    for row in rows[:7]:
        actions.take_in_hand(ines.user, row)
    actions.mark_seen(ines.user, rows[0])
    return boss, ines, rows


def walk(client, address):
    """The keys of the accounts on every page from `address` on, and how many pages there were."""
    found, pages = [], 0
    while address:
        page = client.get(address).content.decode()
        found += re.findall(r'href="/testimony/([a-z2-7]{26})"', page)
        pages += 1
        more = re.search(r'class="pager"><a class="button" href="([^"]+)"', page)
        address = "/testimony/" + more[1].replace("&amp;", "&") if more else None
    return found, pages


def test_every_row_comes_once_and_in_order(team):
    boss, ines, rows = team
    for client, name, wanted in ((ines, "hers", rows[:7]), (ines, "new", rows[7:]), (boss, "others", rows[:7])):
        found, pages = walk(client, f"/testimony/?list={name}")
        order = lists.ORDERS[name]
        in_order = list(Testimony.objects.filter(pk__in=[row.pk for row in wanted]).order_by(*order))
        assert found == [row.pk for row in in_order], name
        assert pages == -(-len(wanted) // 3)


def test_a_list_is_narrowed_and_pages_stay_narrow(team):
    boss, ines, rows = team
    day = START.isoformat()
    found, _ = walk(boss, f"/testimony/?list=others&handler={ines.user.pk}&first={day}&last={day}&kind=account")
    assert set(found) == {row.pk for row in rows[:7] if row.day == START}
    assert walk(boss, f"/testimony/?list=others&handler={boss.user.pk}")[0] == walk(boss, "/testimony/?list=others")[0]
    assert rows[0].pk not in walk(ines, "/testimony/?list=hers&unread=on")[0]
    assert len(walk(ines, "/testimony/?list=hers&unread=on")[0]) == 6
    assert walk(ines, "/testimony/?list=new&kind=draft") == ([], 1)
    assert len(walk(ines, "/testimony/?list=new&kind=nonsense&first=nonsense")[0]) == 5, "what is no filter filters not"


def test_a_key_that_is_not_in_the_list_tells_nothing(team):
    _, ines, rows = team
    for key in ("nowhere", "a" * 26, rows[8].pk):
        assert walk(ines, f"/testimony/?list=hers&after={key}")[0] == walk(ines, "/testimony/?list=hers")[0]


def test_a_caseworker_has_no_list_of_others(team):
    _, ines, _ = team
    ines_only = walk(ines, "/testimony/?list=others")
    assert ines_only == ([], 1)


def test_a_list_opens_nothing_that_was_told_and_asks_no_more_for_more_rows(team, monkeypatch):
    boss, _, _ = team
    counts = []
    for size in (1, 6):
        monkeypatch.setattr(lists, "MORE", size)
        monkeypatch.setattr(EncryptedJSON, "from_plain", lambda *_: pytest.fail("a list opened what was told"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert boss.get("/testimony/?list=others").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_left_with_somebody_who_has_gone_is_told_to_a_supervisor(team):
    boss, ines, rows = team
    said = "7 testimonies are with somebody who no longer works here"
    assert said not in boss.get("/").content.decode()
    Testimony.objects.filter(pk=rows[8].pk).update(handler=ines.user, survivor=cases.open_case(ines.user))
    ines.user.roles = ["analyst"]
    ines.user.save()
    page = boss.get("/").content.decode()
    assert said in page and "1 case is with somebody" in page
    # Then nobody is left to be asked, and a supervisor may take it herself.
    actions.hand_over(boss.user, Testimony.objects.get(pk=rows[0].pk), boss.user, "away")
    assert "6 testimonies" in boss.get("/").content.decode()


def test_in_the_inbox_stands_first_whom_care_helps_soonest(signed_in):
    client = signed_in("caseworker")
    today = consents.today()
    calm = keep(sealed({"when": "within_year"}, day=None), today)
    pressing = keep(sealed({"when": "within_3_days"}, day=None), today - timedelta(days=1))
    assert walk(client, "/testimony/")[0] == [pressing.pk, calm.pk], "though the other came later"
