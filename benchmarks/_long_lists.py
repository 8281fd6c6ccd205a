"""A desk whose lists are long: testimonies, cases and all that stands beside them, put in past the actions.

Runs in a process of its own, since Django's settings are read once. Everything is sealed as ever and put into the
search index; all of it is invented. What is there stays: called again, it goes on to the number that is asked for.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import numpy

AT_ONCE = 500
DAYS = 730
"""Everything came within so many days."""
CASEWORKERS = 18
TOLD = 5_000
"""Accounts that are told each by itself."""
VOCABULARY = 20_000
SPOKEN = ("fr", "ff", "ar", "bm", "tmh", "en")
WHEN = ("within_3_days", "within_5_days", "within_month", "earlier")
URGENCY = ("now", "day", "week")
WORDS = ("river", "millet", "evening", "road", "market", "goat", "well", "door", "night", "rain", "brother", "blue")
"""The words that are most frequent, in this order; those after them are made up, rarer and rarer."""
SAID = (
    "I am the survivor",
    "La personne survivante",
    "الناجية",
    "In the last month",
    "Ce dernier mois",
    "خلال الشهر الأخير",
)
"""What the page shows of answers by tapping stands in every account."""
documents: list[tuple[str, str, frozenset[bytes]]] = []
"""Kind, key and tokens of all that was put into the index, for the copies."""
PURPOSES = ("care", "count", "evidence")
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")
TELLINGS = 300
"""Of the one person who tells most: and a meeting and a task of every third."""


def make_people() -> dict[str, Any]:
    """Role → somebody, and `other N`: the caseworkers who have most of it. Each is there once."""
    from amana.desk.actions import add_person, change_password
    from amana.desk.models import User

    def person(name: str, role: str) -> Any:
        known = {user.name: user for user in User.objects.all()}
        if name in known:
            return known[name]
        return change_password(add_person(None, name, [role], "a first password 77"), "a second one 778")

    found = {role: person(f"The {role}", role) for role in ROLES}
    return found | {f"other {number}": person(f"Other {number}", "caseworker") for number in range(CASEWORKERS)}


def fill(people: dict[str, Any], rows: int) -> None:
    """So many testimonies: one in ten in nobody's hands, one in a hundred in the caseworker's, the rest in others'.

    The first are told each by itself; the rest are copies of all of these, with keys and codes of their own: what is
    sealed is bound to its column and not to its row.
    """
    from django.db import connection, transaction

    from amana.desk.lengths import know_lengths
    from amana.testimony.models import Testimony

    while (there := Testimony.objects.count()) < min(rows, TOLD):
        with transaction.atomic():
            numbers = list(range(there, min(there + AT_ONCE, rows)))
            put_in(numbers, people, make_places(), numpy.random.default_rng(there + 7))
    first = of_the_first() if there < rows else {}
    while there < rows:
        with transaction.atomic():
            copy_all(there // TOLD, first)
        there += TOLD
    know_lengths()  # as a desk does when it is opened, and PostgreSQL by itself
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def of_the_first() -> dict[Any, list[tuple[Any, ...]]]:
    """All rows of those that were told each by itself, by table, each table after those that it points to."""
    from django.db import connection

    from amana.care.referrals.models import Answer, Referral
    from amana.events.models import Act, Event, Missing, Telling, Victim
    from amana.testimony.cases.models import About, Handover, Meeting, Risk, Task
    from amana.testimony.models import Consent, Envelope, Survivor, Testimony

    told = "testimony_id IN (SELECT id FROM testimony_testimony WHERE envelope_id < '000001')"
    cases = "(SELECT survivor_id FROM testimony_testimony WHERE envelope_id < '000001')"
    events = f"(SELECT event_id FROM {Telling._meta.db_table} WHERE {told})"  # noqa: S608  # nosec B608
    victims = f"victim_id IN (SELECT id FROM {Victim._meta.db_table} WHERE event_id IN {events})"  # noqa: S608  # nosec B608
    referrals = f"(SELECT id FROM {Referral._meta.db_table} WHERE survivor_id IN {cases})"  # noqa: S608  # nosec B608
    which: dict[Any, str] = {
        Envelope: "id < '000001'",
        Survivor: f"id IN {cases}",
        Testimony: "envelope_id < '000001'",
        Consent: told,
        **dict.fromkeys((About, Meeting, Task, Risk, Handover, Referral), f"survivor_id IN {cases}"),
        Answer: f"referral_id IN {referrals}",
        Event: f"id IN {events}",
        Telling: told,
        Victim: f"event_id IN {events}",
        **dict.fromkeys((Victim.told_in.through, Act, Missing), victims),
    }
    found = {}
    with connection.cursor() as cursor:
        for model, where in which.items():
            columns = ", ".join(f'"{one.column}"' for one in columns_of(model))
            cursor.execute(f'SELECT {columns} FROM "{model._meta.db_table}" WHERE {where}')  # noqa: S608  # nosec B608
            found[model] = cursor.fetchall()
    return found


def columns_of(model: Any) -> list[Any]:
    """The columns of a table but for a number that the database draws."""
    from django.db.models import AutoField

    return [one for one in model._meta.concrete_fields if not isinstance(one, AutoField)]


def copy_all(number: int, first: dict[Any, list[tuple[Any, ...]]]) -> None:
    """Once more all of the first, with its words in the index."""
    from django.db import connection

    from amana.desk.search import sealed
    from amana.desk.search.tokens import tokens
    from amana.testimony.models import random_id

    keys: dict[Any, dict[Any, Any]] = {}
    codes: dict[str, str] = {}
    for model, rows in first.items():
        columns, made = columns_of(model), []
        drawn = distinct(model, len(rows)) if any(one.name == "code" for one in columns) else iter(())
        keys[model] = {}
        for row in rows:
            new: dict[str, Any] = {}
            for one, value in zip(columns, row, strict=True):
                if one.remote_field and one.remote_field.model in keys:
                    new[one.column] = keys[one.remote_field.model].get(value)
                elif one.primary_key:
                    new[one.column] = f"{number:06}{value[6:]}" if len(value) == 52 else random_id()
                    keys[model][value] = new[one.column]
                elif one.name == "code":
                    new["code"] = next(drawn)
                else:
                    new[one.column] = json.dumps(value) if isinstance(value, list) else value
            made.append(tuple(new.values()))
            if "code" in new:
                codes[new["id"]] = new["code"]
        named, marks = ", ".join(f'"{one.column}"' for one in columns), ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({named}) VALUES ({marks})', made)  # noqa: S608  # nosec B608
    copies = {old: new for of in keys.values() for old, new in of.items()}
    copied = []
    for kind, key, held in documents:
        own = tokens([codes[copies[key]]]) if copies[key] in codes else frozenset()
        copied.append((kind, copies[key], held | own))
    sealed.keep(copied)


def told_often(hand: Any) -> str:
    """The one person who told `TELLINGS` times, whom `hand` looks after; made once."""
    from django.db import transaction

    from amana.testimony.cases.models import Meeting, Task
    from amana.testimony.models import Consent, Envelope, Survivor, Testimony

    if known := Testimony.objects.filter(envelope_id=f"often{0:047}").first():
        return str(known.survivor_id)
    drawn, today = numpy.random.default_rng(3), datetime.now(UTC).date()
    days = [today - timedelta(days=number) for number in range(TELLINGS)]
    with transaction.atomic():
        case = Survivor.objects.create(handler=hand, opened_on=days[-1])
        made = dict(survivor=case, by=hand)
        for number, (day, code) in enumerate(zip(days, distinct(Testimony, TELLINGS), strict=True)):
            envelope = Envelope.objects.create(id=f"often{number:047}", sealed=b"sealed" * 40, day=day, way="hub")
            row = Testimony(code=code, envelope=envelope, kind="account", told=told(drawn, day), day=day, seen=True)
            row.handler, row.survivor = hand, case
            Testimony.objects.bulk_create([row])
            Consent.objects.bulk_create(
                Consent(testimony=row, purpose=purpose, answer="yes", way="sealed") for purpose in PURPOSES
            )
            if number % 3 == 0:
                said = sentence(drawn, 30)
                Meeting.objects.bulk_create([Meeting(day=day, how="here", outcome="part", said=said, **made)])
                Task.objects.bulk_create([Task(kind="call", due=day, ended_on=day, done=True, **made)])
    return str(case.pk)


def make_places() -> list[Any]:
    """Fifty villages of one invented district."""
    from amana.events.models import Place

    entries = [
        {"id": f"village-{n}", "name": f"Village {n}", "kind": "village", "source": "invented"} for n in range(50)
    ]
    return [Place.objects.get_or_create(pk=entry["id"], defaults={"entry": entry})[0] for entry in entries]


def put_in(numbers: list[int], people: dict[str, Any], places: list[Any], drawn: Any) -> None:
    """Some testimonies with their cases, tasks, referrals and events."""
    from amana.testimony.models import Consent, Envelope, Survivor, Testimony

    today = datetime.now(UTC).date()
    days = [today - timedelta(days=int(drawn.integers(DAYS))) for _ in numbers]
    others = [people[f"other {n}"] for n in range(CASEWORKERS)]
    hands = [
        None if n % 10 == 0 else people["caseworker"] if n % 100 == 1 else others[n // 2 % CASEWORKERS] for n in numbers
    ]
    envelopes = [
        Envelope(id=f"{n:052}", sealed=b"sealed" * 40, day=day, way="hub") for n, day in zip(numbers, days, strict=True)
    ]
    codes = distinct(Testimony, len(numbers))
    cases = [
        Survivor(
            code=code,
            handler=hand,
            opened_on=day,
            closed_on=day + timedelta(days=40) if drawn.integers(5) and (today - day).days > 40 else None,
        )
        for code, hand, day in zip(distinct(Survivor, len(numbers)), hands, days, strict=True)
    ]
    rows = [
        Testimony(
            code=code,
            envelope=envelope,
            kind="account" if n % 20 else "addition",
            told=told(drawn, day),
            day=day,
            handler=hand,
            seen=n % 3 > 0 or (today - day).days > 30,
            survivor=case if n % 2 and n % 7 else None,
        )
        for n, code, envelope, day, hand, case in zip(numbers, codes, envelopes, days, hands, cases, strict=True)
    ]
    cases = [row.survivor for row in rows if row.survivor]
    Envelope.objects.bulk_create(envelopes)
    Survivor.objects.bulk_create(cases)
    Testimony.objects.bulk_create(rows)
    Consent.objects.bulk_create(
        Consent(testimony=row, purpose=purpose, answer="yes" if n % 3 else "no", way="sealed")
        for n, row in zip(numbers, rows, strict=True)
        for purpose in PURPOSES
    )
    look_after(cases, people["supervisor"], today, drawn)
    write_events(rows[::4], people["supervisor"], places, drawn)
    put_into_the_index(
        "testimony.words", ((row.pk, [row.code, row.told["answers"]["own_words"], *SAID], []) for row in rows)
    )
    spoken = ((row.pk, [row.code, *SAID], [f"language {row.told['language']}"]) for row in rows)
    put_into_the_index("testimony.answers", spoken)


def look_after(cases: list[Any], nobody: Any, today: date, drawn: Any) -> None:
    """Of each case a meeting and a task; of one in two a referral, of one in ten a risk, of some a handover."""
    from amana.care.referrals.models import Answer, Referral
    from amana.testimony.cases.models import About, Handover, Meeting, Risk, Task

    tasks, meetings, referrals, answers, risks, handovers = [], [], [], [], [], []
    for number, case in enumerate(cases):
        by, closed = case.handler or nobody, case.closed_on
        due = closed or today + timedelta(days=int(drawn.integers(-2, 60)))
        tasks.append(Task(survivor=case, by=by, kind="call", due=due, ended_on=closed, done=bool(closed)))
        said = sentence(drawn, 30)
        meetings.append(Meeting(survivor=case, by=by, day=case.opened_on, how="here", outcome="part", said=said))
        if number % 2:
            ask = closed or today + timedelta(days=int(drawn.integers(-2, 30)))
            made = {
                "kind": "health",
                "outcome": "referred",
                "to": "The Clinic",
                "urgency": URGENCY[number % 3],
                "way": "told",
            }
            referrals.append(Referral(survivor=case, by=by, reply_on=ask, ended_on=closed, **made))
            answers += [Answer(referral=referrals[-1], by=by, answer="helped")] if closed else []
        if number % 10 == 0:
            risks.append(Risk(survivor=case, by=by, level="possible", review_on=today + timedelta(days=number % 30)))
        if number % 20 == 0 and case.handler:
            handovers.append(Handover(survivor=case, by=by, to=by, reason="leave", accepted_at=datetime.now(UTC)))
    spoken = [[SPOKEN[number % 3], *([SPOKEN[5]] if number % 9 == 0 else [])] for number in range(len(cases))]
    About.objects.bulk_create(About(survivor=one, languages=tags) for one, tags in zip(cases, spoken, strict=True))
    for model, made in (
        (Task, tasks),
        (Meeting, meetings),
        (Referral, referrals),
        (Answer, answers),
        (Risk, risks),
        (Handover, handovers),
    ):
        model.objects.bulk_create(made)
    notes = ((one.survivor.pk, [one.survivor.code, one.said], []) for one in meetings)
    facets = ([f"language {tag}" for tag in tags] for tags in spoken)
    put_into_the_index("case.notes", ((pk, texts, tags) for (pk, texts, _), tags in zip(notes, facets, strict=True)))
    put_into_the_index("case.identity", ((case.pk, [], []) for case in cases))
    asked = ((row.pk, [row.code, row.to], [f"kind {row.kind}", f"urgency {row.urgency}"]) for row in referrals)
    put_into_the_index("referral", asked)


def write_events(rows: list[Any], by: Any, places: list[Any], drawn: Any) -> None:
    """An event of each, with one victim and what was done to her; one victim in fifty is missing."""
    from amana.events.models import Act, Event, Missing, Telling, Victim

    events = [
        Event(
            code=code, made_by=by, first_day=row.day, last_day=row.day, place=places[int(drawn.integers(len(places)))]
        )
        for code, row in zip(distinct(Event, len(rows)), rows, strict=True)
    ]
    victims = [Victim(event=event, said=sentence(drawn, 6), sex="female") for event in events]
    Event.objects.bulk_create(events)
    Telling.objects.bulk_create(
        Telling(event=event, testimony=row, placed_by=by) for event, row in zip(events, rows, strict=True)
    )
    Victim.objects.bulk_create(victims)
    told_in = Victim.told_in.through
    told_in.objects.bulk_create(told_in(victim=v, testimony=row) for v, row in zip(victims, rows, strict=True))
    Act.objects.bulk_create(Act(victim=one, codes=["other.abduction"], made_by=by) for one in victims)
    Missing.objects.bulk_create(Missing(victim=one, state="missing", by=by) for one in victims[::50])
    put_into_the_index("event", ((event.pk, [event.code, str(event.place)], []) for event in events))
    put_into_the_index("event.victim", ((victim.pk, [victim.said, *SAID], []) for victim in victims))


def put_into_the_index(kind: str, rows: Iterable[tuple[Any, list[str], list[str]]]) -> None:
    """The words of rows of one kind, as these are, and what they are narrowed by: without reading all of it again."""
    from amana.desk.search import sealed
    from amana.desk.search.tokens import facet, tokens

    put = []
    for pk, texts, facets in rows:
        held = tokens(texts) | {facet(one) for one in facets}
        put.append((kind, str(pk), held))
    sealed.keep(put)
    documents.extend(put)


def distinct(model: Any, count: int) -> Iterator[str]:
    """Codes that no row has, none twice."""
    from amana.testimony import pseudonym

    drawn = {pseudonym.draw() for _ in range(count + 10)}
    return islice(drawn - set(model.objects.filter(code__in=drawn).values_list("code", flat=True)), count)


def sentence(drawn: Any, length: int) -> str:
    """Words as frequent as a language's are, by Zipf's law, and one that hardly any other has."""
    ranks = numpy.minimum(drawn.zipf(1.15, length), VOCABULARY) - 1
    return (
        " ".join(WORDS[rank] if rank < len(WORDS) else word(int(rank)) for rank in ranks)
        + f" w{secrets.randbelow(10**5)}"
    )


def word(rank: int) -> str:
    """An invented word, the same for a rank each time."""
    syllables = []
    while rank:
        rank, at = divmod(rank, 70)
        syllables.append("bdfgklmnprstvz"[at % 14] + "aeiou"[at // 14])
    return "".join(syllables)


def told(drawn: Any, day: date) -> dict[str, Any]:
    """An invented account of some 2 KB."""
    return {
        "kind": "account",
        "form": {"id": "first_telling", "version": "3"},
        "language": SPOKEN[min(int(drawn.zipf(2.0)) - 1, len(SPOKEN) - 1)],
        "day": day.isoformat(),
        "answers": {
            "own_words": sentence(drawn, 150),
            "teller": "survivor",
            "when": WHEN[int(drawn.integers(len(WHEN)))],
        },
        "consents": {"care": "yes"},
        "attachments": [],
        "reply_to": None,
        "text": None,
    }
