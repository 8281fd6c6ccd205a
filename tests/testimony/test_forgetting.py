"""Who wishes to be forgotten is: in every table that points to her, on the disk too, and in tables yet to come.

Each model says by itself what becomes of its rows; one that says nothing fails here, and so does one of whose rows none
is in the person that is made and forgotten below.
"""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection

from amana.care.referrals import actions as referrals
from amana.counting.actions import ask_from_accounts
from amana.counting.regions import SEXUAL
from amana.errors import Problem
from amana.events import actions as events
from amana.events.actions_people import add_witness, note_missing
from amana.events.models import Event
from amana.parties.actions import conclude, keep_party
from amana.release.models import Counted, Release
from amana.release.sharing.models import Chosen, Settled, Sharing
from amana.testimony import actions, erases, erasing
from amana.testimony.asking import Said
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.custody.models import Row
from amana.testimony.erases import Erases, declared, pointing, tables
from amana.testimony.models import Envelope, Erased, Survivor, Testimony
from amana.testimony.odk.models import Post, Submission
from amana.testimony.partners.models import Came, Partner, Share
from amana.testimony.workers.models import Case, TakenIn, Visit, Worker
from deskkit import digits, keep, reply_to, sealed
from diskkit import pages

TODAY = datetime.now(UTC).date()
FILES = {"a.ogg": ("audio/ogg", b"OggS invented sound" * 200)}
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


def everything_of_one_person(ines, salim, noor) -> Survivor:
    """A row in every table that can hold anything of her. All of it is invented."""
    row = actions.take_in_hand(ines, keep(sealed(back=reply_to(digits()), files=FILES)))
    case = cases.open_case(ines, row)
    row.refresh_from_db()
    actions.reply(ines, row, "We are here.")
    actions.ask_identity(salim, row, "Asked by a court")
    cases.write_identity(ines, case, "Invented Name", "Invented Number", "mornings", "blue heron")
    cases.record_consent(ines, case, Said("evidence", "yes", recipient="The Invented Court"))
    care.describe(ines, case, {"age": "14", "languages": ["ff"]})
    care.add_guardian(ines, case, "mother", "no", "Invented Guardian", "")
    care.weigh(ines, case, "Invented grounds", True)
    met = {"day": TODAY, "how": "here", "language": "ff", "interpreter": "none", "interpreter_agreed": ""}
    care.note_meeting(ines, case, {**met, "outcome": "part", "said": "Invented words", "seen": "Invented sight"})
    care.weigh_risk(ines, case, "likely", "Invented man", "Invented promise", TODAY, False)
    task = care.set_task(ines, case, "call", TODAY, "Invented note")
    care.end_task(ines, case, task, True)
    wish = referrals.Wish("week", "page", to="Invented clinic", kind="health", purpose="Invented need", asked="spoken")
    sent = referrals.refer(ines, case, wish, heeded=True)
    referrals.note_when(ines, case, day=TODAY)
    referrals.hear(ines, sent, "helped", "Invented hearsay")
    cases.close(ines, case, "wish", "Invented closing")
    cases.hand_over(ines, case, salim, "load", "Invented handover")
    worker = Worker.objects.create(name="Awa", invitation="0" * 64, until=TODAY, confirmed_on=TODAY)
    on_list = Case.objects.create(worker=worker, testimony=row, state="visit")
    Visit.objects.create(
        envelope=actions.keep(b"a visit", Envelope.Way.FILE, TODAY), case=on_list, how="made", day=TODAY
    )
    TakenIn.objects.create(envelope=row.envelope, by=salim)
    submission = Submission.objects.create(
        instance="1" * 64, manifest="2" * 64, form="f", missing=[], day=TODAY, testimony=row
    )
    Post.objects.create(envelope=actions.keep(b"a post", Envelope.Way.FILE, TODAY), submission=submission)
    event = events.make_event(noor, row)
    victim = events.add_victim(noor, event, [row], "Invented victim", 1, "female")
    act = events.add_act(noor, victim, ["other.abduction"], "unsaid", "Invented men")
    events.add_act(noor, victim, ["crsv.rape"], "unsaid", "Invented men")
    party = keep_party(noor, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
    conclude(noor, act, party, "likely", "Invented reason")
    note_missing(noor, victim, "missing", TODAY, ["family"], "Invented hope")
    add_witness(noor, event, row, False, ["saw"], "Invented neighbour", 2)
    partner = Partner.objects.create(
        name="Invented Archive", link="l", key="k", key_index="0" * 64, card="c", added_by=salim, added_on=TODAY
    )
    Share.objects.create(partner=partner, testimony=row, approved={}, extent="all", by=salim, on=TODAY)
    Came.objects.create(partner=partner, share="s", testimony=row, had=True, on=TODAY, changed_on=TODAY)
    sharing = Sharing.objects.create(partner=partner, purpose="evidence", extent="all", made_by=salim)
    chosen = Chosen.objects.create(sharing=sharing, testimony=row, by=ines)
    Settled.objects.create(chosen=chosen, key="0" * 64, why="Invented why", by=ines)
    release = Release.objects.create(made_by=salim, purpose="publication", recipient="R", outline="o")
    Counted.objects.create(release=release, testimony=row)
    ask_from_accounts(noor, SEXUAL, name="Invented estimate")
    case.refresh_from_db()
    return case


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
