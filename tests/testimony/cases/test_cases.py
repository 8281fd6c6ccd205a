"""A case from its opening to its close: one person's tellings in one pair of hands, what is due, what is feared."""

import re
from datetime import timedelta

import pytest

from amana.errors import Problem
from amana.testimony import actions as testimonies
from amana.testimony import consents
from amana.testimony.cases import actions, risks, waiting
from amana.testimony.cases import actions_care as care
from amana.testimony.custody.models import Row
from amana.testimony.models import Testimony
from deskkit import digits, keep, reply_to, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def in_days(days):
    return consents.today() + timedelta(days=days)


def feared():
    return "likely", "an armed man", "never call", in_days(1), False


def refused(code, function, *args, **more):
    with pytest.raises(Problem) as problem:
        function(*args, **more)
    assert problem.value.code == code


def log(action):
    return [row.entry for row in Row.objects.order_by("index") if row.entry.action == action]


def test_several_tellings_are_of_one_person_and_in_the_same_hands(ines, case, person):
    back = reply_to(digits())
    second = testimonies.take_in_hand(ines, keep(sealed(back=back)))
    actions.add_testimony(ines, case, second)
    later = keep(sealed({}, {}, kind="addition", text="more", back=back))
    assert later.survivor == case and later.handler == ines
    to = person("caseworker", name="Sara")
    actions.hand_over(ines, case, to, "language")
    assert set(Testimony.objects.filter(survivor=case).values_list("handler", flat=True)) == {to.pk}
    second.refresh_from_db()
    refused("testimony.part_of_a_case", testimonies.hand_over, to, second, ines, "load")
    third = testimonies.take_in_hand(ines, keep(sealed()))
    refused("cases.not_in_your_hands", actions.add_testimony, ines, case, third)


def test_a_telling_that_was_of_somebody_else_leaves_with_its_messages(ines, case, account):
    actions.take_out_testimony(ines, case, account)
    assert account.survivor is None and account.handler == ines
    other = actions.open_case(ines, account)
    refused("cases.has_one", actions.add_testimony, ines, case, account)
    assert other != case


def test_somebody_who_tells_nothing_has_a_case_all_the_same(ines):
    case = actions.open_case(ines)
    met = {"day": in_days(0), "how": "health", "language": "ff", "interpreter": "family", "interpreter_agreed": "part"}
    row = care.note_meeting(ines, case, {**met, "outcome": "could_not", "said": "", "seen": "Her hands trembled."})
    row.refresh_from_db()
    assert (row.outcome, row.said, row.seen) == ("could_not", "", "Her hands trembled.")
    refused(
        "cases.not_yet",
        care.note_meeting,
        ines,
        case,
        {**met, "day": in_days(1), "outcome": "told", "said": "", "seen": ""},
    )
    refused("cases.unknown_code", care.note_meeting, ines, case, {**met, "outcome": "pressed", "said": "", "seen": ""})


def test_both_sides_of_a_handover_are_in_the_log_and_it_is_theirs_at_once(ines, case, person):
    boss, sara = person("supervisor", name="Salim"), person("caseworker", name="Sara")
    refused("testimony.handover_reason", actions.hand_over, boss, case, sara, "because")
    refused("cases.not_in_your_hands", actions.hand_over, sara, case, sara, "load")
    actions.hand_over(boss, case, sara, "away", "She prefers mornings.")
    case.refresh_from_db()
    assert case.handler == sara
    refused("cases.nothing_to_accept", actions.accept, ines, case)
    actions.accept(sara, case)
    refused("cases.nothing_to_accept", actions.accept, sara, case)
    [given], [taken] = log("case.handed_over"), log("case.accepted")
    assert given.actor == f"user:{boss.pk}" and taken.actor == f"user:{sara.pk}"
    assert given.detail == {"from": f"user:{ines.pk}", "to": f"user:{sara.pk}", "reason": "away"}
    assert "mornings" not in repr([row.entry for row in Row.objects.all()])
    refused("cases.in_those_hands", actions.hand_over, sara, case, sara, "load")
    refused("testimony.not_a_caseworker", actions.hand_over, sara, case, person("analyst", name="Noor"), "load")


def test_nobody_takes_a_case_from_a_colleague_and_sees_alone_who_it_is(ines, case, account, person):
    """Who has it sees who it is without a second person: a supervisor does not become that one by her own hand."""
    boss, second = person("supervisor", name="Salim"), person("supervisor", name="Tamsin")
    refused("testimony.not_to_yourself", actions.hand_over, boss, case, boss, "load")
    refused("testimony.second_person", testimonies.view_identity, boss, account)
    alone = testimonies.take_in_hand(ines, keep(sealed()))
    refused("testimony.not_to_yourself", testimonies.hand_over, boss, alone, boss, "load")
    testimonies.hand_over(second, alone, boss, "load")
    ines.is_active = False
    ines.save()
    case.refresh_from_db()
    actions.hand_over(boss, case, boss, "away")
    case.refresh_from_db()
    assert (case.handler, alone.handler) == (boss, boss)


def test_what_is_due_is_said_first_and_names_nobody(ines, case):
    care.set_task(ines, case, "call", in_days(-2), "about the invented matter")
    care.set_task(ines, case, "meet", in_days(0))
    care.set_task(ines, case, "care", in_days(1))
    care.weigh_risk(ines, case, "possible", "", "", in_days(-1), False)
    due = waiting.due_of(waiting.open_cases(ines))
    assert [(one.day, one.overdue) for one in due] == [
        (in_days(-2), True), (in_days(-1), True), (in_days(0), False)
    ]  # fmt: skip
    late, today = [need for need in waiting.needs(ines)]
    assert late.urgent and late.say.startswith("2 ") and today.say.startswith("1 ")
    assert not any(word in late.say + today.say for word in (case.code, "invented matter"))


def test_a_task_ends_once_and_a_case_closes_when_none_is_left(ines, case):
    task = care.set_task(ines, case, "call", in_days(0))
    refused("cases.open_tasks", actions.close, ines, case, "met")
    care.end_task(ines, case, task, False)
    refused("cases.task_ended", care.end_task, ines, case, task, True)
    refused("cases.unknown_reason", actions.close, ines, case, "tired")
    actions.close(ines, case, "wish", "She thanked us.")
    refused("cases.is_closed", care.set_task, ines, case, "call", in_days(0))
    refused("cases.closed_already", actions.close, ines, case, "met")
    assert not waiting.open_cases(ines)
    actions.reopen(ines, case, "back")
    refused("cases.open_already", actions.reopen, ines, case, "back")
    assert [turn.closed for turn in case.turns.all()] == [True, False]


def test_nobody_writes_where_a_reprisal_is_feared_without_having_read_of_it(ines, case, account):
    account.refresh_from_db()
    care.weigh_risk(ines, case, *feared())
    refused("cases.risk_unread", testimonies.reply, ines, account, "We are here.")
    testimonies.reply(ines, account, "We are here.", heeded=True)
    care.weigh_risk(ines, case, "none", "", "", None, False)
    assert risks.standing(case) is None
    testimonies.reply(ines, account, "Still here.")
    refused("cases.review_needed", care.weigh_risk, ines, case, "likely", "", "", None, False)


def test_nothing_is_written_by_whoever_does_not_look_after_her(case, person):
    boss = person("supervisor", name="Salim")
    for act, args in {
        care.describe: ({"age": "30"},),
        care.add_guardian: ("mother", "no", "", ""),
        care.weigh: ("w", True),
        care.weigh_risk: feared(),
        care.set_task: ("call", in_days(0)),
        actions.close: ("met",),
        actions.view_identity: (),
    }.items():
        refused("cases.not_in_your_hands", act, boss, case, *args)


@pytest.mark.parametrize("fields", [{"age": "131"}, {"age": "-1"}, {"age": "ten"}])
def test_an_age_is_whole_years_or_left_open(ines, case, fields):
    refused("cases.no_age", care.describe, ines, case, fields)
    care.describe(ines, case, {"band": "under_12"})
    case.refresh_from_db()
    assert case.held_back


def test_the_database_shows_no_word_of_a_case(ines, case):
    from django.db import connection

    care.describe(ines, case, {"age": "14", "band": "from_12", "sex": "female", "languages": ["ff"], "assent": "part"})
    care.add_guardian(ines, case, "father", "maybe", "Invented Guardian", "Invented Number")
    care.weigh(ines, case, "Invented grounds", False)
    care.weigh_risk(ines, case, "likely", "Invented man", "Invented promise", in_days(0), True)
    care.set_task(ines, case, "care", in_days(0), "Invented note")
    words = [b"Invented", b"father", b"maybe", b"likely", b"from_12", b"female"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("cases_"):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                shown = [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
                # Letters drawn at random, as keys are, may spell a short word.
                said = b"|".join(value for value in shown if not re.fullmatch(rb"[a-z2-7]{26}", value))
                assert not [word for word in words if word in said], table
