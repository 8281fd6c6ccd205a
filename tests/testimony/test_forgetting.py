"""Who wishes to be forgotten is: in every table that points to her, on the disk too, and in tables yet to come.

Each model says by itself what becomes of its rows; one that says nothing fails here, and so does one of whose rows none
is in the person that is made and forgotten below.
"""

import pytest
from django.apps import apps
from django.db import connection

from amana.care import urgent
from amana.desk.lock import lock
from amana.errors import Problem
from amana.events.models import Event
from amana.testimony import actions, erases, erasing
from amana.testimony.cases import actions as cases
from amana.testimony.cleaning import clean, heard
from amana.testimony.custody.models import Row
from amana.testimony.erases import Erases, declared, pointing, tables
from amana.testimony.models import Erased, Survivor, Testimony
from amana.testimony.partners.models import Came, Share
from deskkit import digits, keep, reply_to, sealed
from diskkit import pages
from personkit import everything_of_one_person

NEVER = {"workers.worker", "odk.refusal"}
"""What rests on envelopes that are of nobody's telling."""
STAYS = {"workers.worker": 0, "partners.share": 1, "partners.came": 1}
"""What stays and points to nothing: of a share, so that whoever has a copy is still told to erase it."""


def test_every_model_that_points_to_a_person_or_an_account_says_how_it_lets_go():
    silent = [f"{model._meta.label}.{field.name}" for model, field in pointing() if field.name not in declared(model)]
    assert not silent, (
        f"{silent} point to an account, a survivor or an envelope, and do not say what becomes of a row when that is "
        "erased. Say so in the model, `erases = {field: Erases.…}` (amana/testimony/erases.py), and make one below."
    )


def test_what_is_said_of_a_column_can_be_done_to_it():
    for model, field in pointing():
        if declared(model).get(field.name) is Erases.LINK:
            assert field.null, f"{model._meta.label}.{field.name} cannot point to nothing"
    assert {name for model in apps.get_models() for name in declared(model)} <= {
        field.name for model in apps.get_models() for field in model._meta.get_fields()
    }


@pytest.fixture
def team(person):
    return (
        person("caseworker", name="Ines"),
        person("supervisor", name="Salim"),
        person("analyst", "investigator", name="Noor"),
    )


def counts() -> dict[str, int]:
    found = {model._meta.label_lower: model._base_manager.count() for model, _ in pointing()}
    return found | {name: apps.get_model(name)._base_manager.count() for name in erases.ROOTS}


@pytest.mark.django_db
@pytest.mark.database
def test_she_is_in_every_table_and_then_in_none(team):
    ines, salim, noor = team
    actions.take_in_hand(salim, keep(sealed()))
    before = counts()
    case = everything_of_one_person(ines, salim, noor)
    held = counts()
    missing = [name for name in held if held[name] == before[name] and name not in NEVER]
    assert not missing, f"nothing of her was made in {missing}: add it to everything_of_one_person"
    entries = Row.objects.count()
    erasing.erase_person(salim, case)
    after = counts()
    assert {**after, **STAYS} == {**before, **STAYS}
    assert not Share.objects.exclude(testimony=None).exists() and not Came.objects.exclude(testimony=None).exists()
    assert Erased.objects.count() == 3
    last = Row.objects.order_by("-index").first().entry
    assert Row.objects.count() == entries + 1
    assert (last.action, last.subject, last.detail) == ("survivor.erased", f"survivor:{case.pk}", {})


@pytest.mark.django_db
@pytest.mark.database
def test_only_whoever_looks_after_her_forgets_her(person, team):
    ines, salim, noor = team
    case = cases.open_case(ines)
    for who in (salim, noor, person("administrator", name="Boss")):
        with pytest.raises(Problem) as problem:
            erasing.erase_person(who, case)
        assert problem.value.code == "cases.not_in_your_hands"
    erasing.erase_person(ines, case)
    assert not Survivor.objects.exists()


@pytest.mark.django_db
@pytest.mark.database
def test_of_a_receipt_with_accounts_of_two_people_the_others_stay(team):
    ines, *_ = team
    back = reply_to(digits())
    first, second = (keep(sealed(back=back)) for _ in range(2))
    actions.take_in_hand(ines, first)
    case = cases.open_case(ines, first)
    second.refresh_from_db()
    cases.take_out_testimony(ines, case, second)
    first.refresh_from_db()
    case_of_first = first.survivor or cases.open_case(ines, first)
    Testimony.objects.filter(pk=second.pk).update(survivor=cases.open_case(ines).pk)
    erasing.erase_person(ines, case_of_first)
    assert list(Testimony.objects.all()) == [second]


@pytest.mark.django_db
@pytest.mark.database
def test_who_wishes_by_the_receipt_that_all_she_told_be_erased_leaves_no_case_behind(team):
    ines, salim, noor = team
    case = everything_of_one_person(ines, salim, noor)
    erasing.erase(salim, case.testimonies.get())
    assert not Survivor.objects.exists() and not Testimony.objects.exists() and not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_of_what_is_erased_is_kept_in_memory_until_the_desk_locks(team, monkeypatch):
    ines, *_ = team
    row, other = (actions.take_in_hand(ines, keep(sealed({"when": "within_3_days"}, day=None))) for _ in range(2))
    clean._kept[(row.pk, False)] = clean.Clean((), 0)
    heard.begins(ines.pk, row.pk, start=True)
    assert {row.pk, other.pk} <= set(urgent.closing(Testimony.objects.all())) <= set(urgent._moments)
    with monkeypatch.context() as meanwhile:  # a page that read it before, and is done only after it was erased
        latest = urgent._latest
        urgent.forget()

        def slow(told, day):
            if Testimony.objects.filter(pk=row.pk).exists():
                erasing.erase(ines, row)
            return latest(told, day)

        meanwhile.setattr(urgent, "_latest", slow)
        assert other.pk in urgent.closing(Testimony.objects.order_by("pk"))
    assert row.pk not in urgent._moments and not clean._kept and not heard._begun
    assert set(urgent.closing(Testimony.objects.all())) == {other.pk} == set(urgent._moments)
    urgent.forget()
    assert not urgent._moments and urgent.forget in lock.at_close


SEALED = {
    "testimony_survivor": "name", "testimony_testimony": "told", "testimony_consent": "named",
    "testimony_reply": "text", "testimony_identityrequest": "reason", "cases_about": "age", "cases_guardian": "name",
    "cases_interest": "weighed", "cases_meeting": "said", "cases_risk": "whom", "cases_task": "note",
    "cases_handover": "note", "cases_turn": "note", "events_victim": "said", "events_act": "described",
    "parties_conclusion": "why",
    "referrals_referral": "purpose",
    "referrals_answer": "heard",
    "referrals_since": "said",
    "events_missing": "said",
    "events_witness": "said",
    "sharing_settled": "why",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_no_byte_of_her_is_left_on_the_disk(team):
    """Every sealed value of hers is looked for in the database's own files, free pages among them."""
    ines, salim, noor = team
    case = everything_of_one_person(ines, salim, noor)
    copies = []
    with connection.cursor() as cursor:
        for table, column in SEALED.items():
            cursor.execute(f"SELECT {column} FROM {table}")
            copies += [bytes(value) for (value,) in cursor.fetchall() if len(bytes(value)) > 28]
    assert len(copies) >= len(SEALED) and set(SEALED) <= set(tables())
    assert all(needle[:40] in b"".join(pages()) for needle in copies), "the search finds what is there"
    erasing.erase_person(salim, case)
    whole = b"".join(pages())
    assert not [needle for needle in copies if needle[:40] in whole]
    assert not Survivor.objects.exists()


@pytest.mark.django_db
def test_the_page_says_when_the_person_goes_with_the_account(signed_in):
    client = signed_in("caseworker")
    first, second = (actions.take_in_hand(client.user, keep(sealed())) for _ in range(2))
    case = cases.open_case(client.user, first)
    assert "Its case goes too" in client.get(f"/testimony/{first.pk}/erase").content.decode()
    assert "Its case goes too" not in client.get(f"/testimony/{second.pk}/erase").content.decode()
    cases.add_testimony(client.user, case, second)
    assert "Its case goes too" not in client.get(f"/testimony/{first.pk}/erase").content.decode()
