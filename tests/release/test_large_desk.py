"""What a release asks of the accounts costs as much more as there are more of them, and no more.

Counted are rows, not seconds, on a database that has not looked at its tables since they grew.
"""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amana.counting.desk_claims import gather
from amana.counting.models import Behind, Estimation
from amana.desk.models import Job
from amana.events.models import Act, Event, Victim
from amana.parties.models import Conclusion, Party
from amana.release.accounts import Asked, counted
from amana.sealing.codec import base32
from amana.testimony import consents
from amana.testimony.models import Consent, Envelope, Survivor, Testimony

pytestmark = pytest.mark.django_db
FEW, MANY = 60, 420
MOST = {"postgresql": 60, "sqlite": 8}
"""Of the work for one account (`work`): three times what it is. Of pairs of so many, it is ten times that, and more."""
PUBLIC = ("publication", "the public")


def tell(count, user):
    """Accounts that agreed to all but each third, each of one victim of one event and of somebody with a case."""
    party, _ = Party.objects.get_or_create(
        pk="north", defaults={"entry": {"id": "north", "name": "North", "kind": "armed_group", "source": "x"}}
    )
    today, before = datetime.now(UTC).date(), Testimony.objects.count()
    made = Envelope.objects.bulk_create(
        Envelope(pk=base32(number.to_bytes(32)), sealed=b"", day=today, way="file")
        for number in range(before, before + count)
    )
    people = Survivor.objects.bulk_create(Survivor(handler=user) for _ in made)
    told = Testimony.objects.bulk_create(
        Testimony(envelope=envelope, kind="account", told={}, day=today, survivor=survivor)
        for envelope, survivor in zip(made, people, strict=True)
    )
    Consent.objects.bulk_create(
        Consent(testimony=row, purpose=purpose, answer="yes" if number % 3 else "no", way="sealed")
        for number, row in enumerate(told)
        for purpose in ("care", "count", "publication")
    )
    events = Event.objects.bulk_create(Event(made_by=user) for _ in told)
    victims = Victim.objects.bulk_create(Victim(event=event) for event in events)
    between = Victim.told_in.through
    between.objects.bulk_create(
        between(victim=victim, testimony=row) for victim, row in zip(victims, told, strict=True)
    )
    acts = Act.objects.bulk_create(Act(victim=victim, codes=["crsv.rape"], made_by=user) for victim in victims)
    Conclusion.objects.bulk_create(Conclusion(act=act, party=party, sure="stated", why="x", by=user) for act in acts)
    return told


def work(question):
    """How much the database does for it: PostgreSQL's rows, met or thrown away; SQLite's steps, in hundreds."""
    if connection.vendor == "sqlite":
        steps = []
        connection.ensure_connection()
        connection.connection.set_progress_handler(lambda: steps.append(1) and None, 100)
        try:
            question()
        finally:
            connection.connection.set_progress_handler(None, 0)
        return len(steps)
    with CaptureQueriesContext(connection) as asked:
        question()
    with connection.cursor() as cursor:
        return sum(rows_of(cursor, one["sql"]) for one in asked.captured_queries if one["sql"].startswith("SELECT"))


def rows_of(cursor, sql):
    cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
    [[plan]] = cursor.fetchall()
    waiting, met = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]], 0
    while waiting:
        node = waiting.pop()
        waiting += node.get("Plans", ())
        rows = sum(node[name] for name in node if name == "Actual Rows" or name.startswith("Rows Removed"))
        met += rows * node["Actual Loops"]
    return met


def test_what_a_release_asks_looks_at_each_account_a_few_times_and_at_no_pairs_of_them(person):
    boss = person("supervisor", name="Boss")
    before = tell(FEW, boss)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    job = Job.objects.create(kind="", asked={}, state=Job.DONE)
    estimation = Estimation.objects.create(job=job, made_by=boss)
    rows = [*before, *tell(MANY, boss)]
    Behind.objects.bulk_create(Behind(estimation=estimation, testimony=row) for row in rows)
    assert len(counted(Asked(*PUBLIC)).victims) == estimation.agreeing(PUBLIC) == 2 * len(rows) // 3
    questions = {
        "whom a release may count": lambda: counted(Asked(*PUBLIC)),
        "what may be counted here": gather,
        "who agrees": lambda: list(consents.agreeing(*PUBLIC)),
        "who agrees to be named to": lambda: list(consents.agreeing_by_name(*PUBLIC)),
        "who stands behind an estimate": lambda: estimation.agreeing(PUBLIC),
    }
    each = {name: work(question) / len(rows) for name, question in questions.items()}
    assert max(each.values()) < MOST[connection.vendor], each
