"""Long lists are narrowed by what is in clear and by what is sealed, and no page of one goes through a whole table."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amana.care.referrals import actions as referrals
from amana.care.referrals.actions import Wish
from amana.counting.models import Estimation
from amana.desk.models import Job
from amana.desk.search import index, keeping, narrowing
from amana.events import actions as events
from amana.events.models import Event, Place
from amana.testimony import actions, pseudonym
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.consents import today
from amana.testimony.models import Survivor, Testimony
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db
SMALL = (
    "desk_",
    "django_",
    "auth_",
    "search_state",
    "care_",
    "events_place",
    "custody_",
    "partners_",
    "sharing_",
    "workers_",
    "odk_",
    "subquery",
)
"""Tables that stay small, or that are read by their key."""


def shown(client, address, post=None):
    """The keys of the testimonies, cases, events and referrals that a page links to."""
    page = (client.post(address, post) if post else client.get(address)).content.decode()
    return set(re.findall(r'href="/(?:testimony|cases|events|referrals)/([a-z2-7]{26})"', page))


@pytest.fixture(params=["few", "many"])
def size(request, monkeypatch):
    """As where few rows say what is asked for, and as where so many do that a page's rows are asked about."""
    monkeypatch.setattr(narrowing, "FEW", 2_000 if request.param == "few" else -1)


@pytest.fixture
def ines(signed_in):
    return signed_in("caseworker", name="Ines")


def test_the_inbox_is_narrowed_by_language_hours_and_case(size, ines, signed_in):
    boss = signed_in("supervisor", name="Boss")
    now = sealed({"when": "within_3_days"}, language="ff", day=today().isoformat())
    soon, fula, french = keep(now), keep(sealed(language="ff"), today() - timedelta(days=90)), keep(sealed())
    assert shown(ines, "/testimony/?list=new&language=ff") == {soon.pk, fula.pk}
    assert shown(ines, "/testimony/?list=new&language=ff&hours=120") == {soon.pk}
    assert shown(ines, "/testimony/?list=new&language=sw") == set()
    assert b"hours left" in ines.get("/testimony/?list=new").content
    for row in (soon, fula, french):
        actions.take_in_hand(ines.user, row)
    cases.open_case(ines.user, fula)
    assert shown(ines, "/testimony/?list=hers&case=with") == {fula.pk}
    assert shown(ines, "/testimony/?list=hers&case=without&language=fr") == {french.pk}
    assert shown(boss, "/testimony/?list=others&hours=24") == set()
    assert shown(boss, "/testimony/?list=others&hours=120") == {soon.pk}
    assert len(shown(ines, "/testimony/?list=hers&hours=1&language=xx&case=y")) == 3, "what is no filter filters not"


def test_cases_are_narrowed_by_language_and_what_is_to_be_done(size, ines, signed_in):
    boss = signed_in("supervisor", name="Boss")
    late, week, idle = (cases.open_case(ines.user) for _ in range(3))
    care.set_task(ines.user, late, "call", today() - timedelta(days=1))
    care.set_task(ines.user, week, "call", today() + timedelta(days=3))
    care.describe(ines.user, week, {"languages": ["ff", "fr"]})
    for client, name in ((ines, "mine"), (boss, "others")):
        address = f"/cases/?list={name}"
        assert shown(client, address) == {late.pk, week.pk, idle.pk}
        assert shown(client, f"{address}&due=late") == {late.pk}
        assert shown(client, f"{address}&due=week") == {late.pk, week.pk}
        assert shown(client, f"{address}&due=none") == {idle.pk}
        assert shown(client, f"{address}&language=ff") == {week.pk}
    care.end_task(ines.user, late, late.tasks.get(), True)
    cases.close(ines.user, late, "met")
    assert shown(ines, "/cases/?list=closed") == {late.pk}
    assert shown(ines, "/cases/?list=others") == set()


def test_referrals_are_narrowed_by_kind_and_urgency(size, ines, signed_in):
    made = [
        referrals.refer(ines.user, cases.open_case(ines.user), Wish(urgency, "page", to="T", kind=kind, asked="spoken"))
        for urgency, kind in (("now", "health"), ("week", "health"), ("week", "legal"))
    ]
    boss = signed_in("supervisor", name="Boss")
    for client, name in ((ines, "mine"), (boss, "others")):
        assert shown(client, f"/referrals/?list={name}&kind=health") == {made[0].pk, made[1].pk}
        assert shown(client, f"/referrals/?list={name}&kind=health&urgency=week") == {made[1].pk}
        assert shown(client, f"/referrals/?list={name}&ask=none") == {row.pk for row in made}
    assert shown(ines, "/referrals/?list=others") == set()


def test_events_and_what_may_be_counted_are_narrowed(ines, signed_in):
    noor = signed_in("analyst", "supervisor", name="Noor")
    entry = {"id": "ford", "name": "The Ford", "kind": "village", "source": "invented"}
    place = events.write_entry(None, Place, entry)
    row, other = (actions.take_in_hand(ines.user, keep(sealed())) for _ in range(2))
    there, elsewhere = events.make_event(noor.user, row), events.make_event(noor.user)
    events.set_frame(noor.user, there, place, date(2026, 3, 1), date(2026, 3, 4), "", "")
    assert shown(noor, "/events/?place=ford") == {there.pk}
    assert shown(noor, "/events/?first=2026-03-04&last=2026-03-09") == {there.pk}
    assert shown(noor, "/events/?first=2026-03-05") == set()
    assert shown(noor, "/events/?place=nowhere") == {there.pk, elsewhere.pk}
    assert shown(noor, "/testimony/countable?unplaced=on") == {other.pk}
    asked = {"words": there.code}
    assert there.pk in shown(noor, "/search", asked | {"place": "ford", "first": "2026-03-02", "only": "events"})
    assert there.pk not in shown(noor, "/search", asked | {"last": "2026-02-28"})
    assert there.pk not in shown(noor, "/search", asked | {"only": "testimonies"})
    assert "The Ford" not in signed_in("publisher", name="P").post("/search", asked).content.decode()


def test_what_is_no_more_offered_is_named_by_its_code(ines, signed_in):
    row = actions.take_in_hand(ines.user, keep(sealed()))
    foreign = events.make_event(signed_in("supervisor", name="Boss").user, keep(sealed()))
    actions.take_in_hand(signed_in("caseworker", name="Other").user, foreign.testimonies.get())
    mine, case = events.make_event(ines.user), cases.open_case(ines.user)
    ines.post(f"/events/of/{row.pk}", {"code": mine.code.lower().replace("-", " ")})
    assert list(mine.testimonies.all()) == [row]
    answers = [ines.post(f"/events/of/{row.pk}", {"code": code}) for code in (foreign.code, "2222-2222", "x")]
    assert {answer.status_code for answer in answers} == {404}
    ines.post(f"/cases/of/{row.pk}", {"code": case.code})
    row.refresh_from_db()
    assert row.survivor_id == case.pk


def test_two_rows_never_have_the_same_code(ines, monkeypatch):
    first = keep(sealed())
    drawn = iter([first.code, first.code, "2222-2222", "3333-3333"])
    for field in (Testimony._meta.get_field("code"), Survivor._meta.get_field("code"), Event._meta.get_field("code")):
        monkeypatch.setattr(field, "_get_default", lambda: next(drawn), raising=False)
    monkeypatch.setattr(pseudonym, "draw", lambda: next(drawn))
    second = keep(sealed())
    assert second.code == "2222-2222"
    assert set(Testimony.objects.values_list("code", flat=True)) == {first.code, second.code}


def test_an_estimate_is_found_by_its_name_by_who_sees_counts(signed_in):
    noor, sana = signed_in("analyst", name="Noor"), signed_in("caseworker", name="Sana")
    job = Job.objects.create(kind="amana.counting.estimating", asked={"asked": {}, "steps": []})
    row = Estimation.objects.create(name="Kestrel valley", origin="two rosters", job=job, made_by=noor.user)
    assert f'href="/counting/hidden/{row.pk}"' in noor.post("/search", {"words": "kestrel"}).content.decode()
    assert "hidden/" not in sana.post("/search", {"words": "kestrel"}).content.decode()


def test_no_page_of_a_list_goes_through_a_whole_table(ines, signed_in):
    boss, noor = signed_in("supervisor", name="Boss"), signed_in("analyst", name="Noor")
    for _ in range(3):
        row = actions.take_in_hand(ines.user, keep(sealed()))
        care.set_task(ines.user, cases.open_case(ines.user, row), "call", today())
        events.make_event(ines.user, row)
        after = keep(sealed())
    asked = [
        (ines, "/"),
        (ines, "/testimony/"),
        (ines, "/cases/"),
        (boss, "/"),
        (boss, "/testimony/"),
        (boss, "/cases/"),
    ]
    asked += [(ines, f"/testimony/?list=new&after={after.pk}&language=fr"), (ines, "/cases/?list=mine&due=late")]
    asked += [(boss, f"/testimony/?list=others&after={row.pk}&kind=account"), (boss, "/cases/?list=others&due=week")]
    asked += [(noor, "/testimony/countable"), (noor, "/events/"), (boss, "/events/"), (boss, "/referrals/?list=others")]
    found = {}
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL enable_seqscan = off")  # as where tables are long: of a few rows none needs one
        for client, path in asked:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            for sql in {one["sql"] for one in queries if one["sql"].startswith("SELECT")}:
                cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
                plan = [str(row[-1]) for row in cursor.fetchall()]
                found.update({(path, line): sql for line in plan if goes_through(line, sql)})
    assert not found, chr(10).join(map(str, found.items()))


@pytest.mark.parametrize("path", ["/testimony/?list=others&kind=addition", "/cases/?list=others&first=2026-01-01"])
def test_of_the_rows_that_a_page_passes_over_the_index_alone_is_read(path, signed_in):
    """On PostgreSQL, that an index leads to them: that it alone is read, it says of tables alone that were vacuumed."""
    boss = signed_in("supervisor", name="Boss")
    with CaptureQueriesContext(connection) as queries:
        boss.get(path)
    [passing] = [one["sql"] for one in queries if "LIMIT 51" in one["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {passing}")
            assert "USING COVERING INDEX" in str(cursor.fetchone()[-1])
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {passing}")
            assert not any(goes_through(str(row[-1]), passing) for row in cursor.fetchall())


def goes_through(line, sql):
    """Whether a step of a plan reads every row of a table that grows long."""
    scan = re.search(r"^SCAN (\w+)$|Seq Scan on (\w+)", line)
    if not scan:
        return False
    name = scan[1] or scan[2]
    table = re.search(rf'"(\w+)" "?{name}"?\b', sql)
    return not (table[1] if table else name).startswith(SMALL) and "CONSTANT" not in line


def test_a_list_narrowed_by_what_is_sealed_says_while_the_index_is_being_made_that_it_may_lack_some(ines):
    lists = ("/testimony/?list=new&language=fr", "/cases/?list=free&language=fr", "/referrals/?list=mine&kind=health")
    index.mark("whole", "")
    assert all(b"still being made" in ines.get(address).content for address in lists)
    assert b"still being made" not in ines.get("/testimony/?list=new&kind=addition").content
    keeping.make_whole()
    assert not any(b"still being made" in ines.get(address).content for address in lists)
