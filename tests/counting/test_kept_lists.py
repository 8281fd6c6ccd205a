"""Lists made of what a desk keeps: linked records by source, accounts by who told them; agreed to, and nobody named."""

import json
from datetime import date

import pytest

from amana.counting import actions, estimating
from amana.counting.kept_lists import of_accounts, of_records
from amana.counting.models import Behind, Estimation
from amana.counting.regions import SEXUAL, Question
from amana.counting.sensitivity import VARIANTS
from amana.desk.models import Job
from amana.errors import Problem
from amana.events import actions as events
from amana.forms.ready import ready
from amana.release import actions as release_actions
from amana.release.drafting import make_draft
from amana.release.models import Counted
from amana.testimony import actions as testimonies
from amana.testimony import erasing
from amana.testimony.partners.models import Came, Partner, PartnerForm
from deskkit import keep, sealed, sign_in

pytestmark = pytest.mark.django_db

AGREED = {"count": "yes", "publication": "yes"}
FORMS = {
    teller: {"id": name, "version": ready(name).phone["version"]}
    for teller, name in {
        "survivor": "first_telling",
        "witness": "witness_or_relative",
        "clinician": "clinical_findings",
    }.items()
}
PATTERN = [(("survivor",), 2), (("witness",), 2), (("clinician",), 2), (("survivor", "witness"), 1),
           (("survivor", "clinician"), 1), (("witness", "clinician"), 1), (tuple(FORMS), 1)]  # fmt: skip


@pytest.fixture(autouse=True)
def few_models(monkeypatch):
    monkeypatch.setattr(estimating, "VARIANTS", {one: VARIANTS[one] for one in ("graphs", "chao")})


@pytest.fixture
def analyst(person):
    return person("analyst", name="Analyst")


def person_told_of(analyst, *tellers, many=1, acts=("crsv.rape",), **consents):
    """A victim of an event of her own, with an account by each of the tellers."""
    told = [keep(sealed(consents={**AGREED, **consents}, form=FORMS[one])) for one in tellers]
    event = events.make_event(analyst, told[0])
    for one in told[1:]:
        events.place_testimony(analyst, event, one)
    victim = events.add_victim(analyst, event, told, "", many, "any")
    events.add_act(analyst, victim, list(acts), "completed", "")
    return told


def histories(lists) -> dict[tuple[str, ...], int]:
    return {
        tuple(name for name, on in zip(lists.names, row, strict=True) if on): int(count)
        for row, count in zip(lists.histories.tolist(), lists.counts.tolist(), strict=True)
    }


def done(row: Estimation) -> Estimation:
    for step in row.job.asked["steps"]:
        row.job.found[step] = estimating.do(row.job.asked["asked"], step, row.job.found)
    row.job.state = Job.DONE
    row.job.save()
    return row


def record(name, source, person="", place="", acts=("crsv",), **more):
    value = {"id": name, "source": source, "summary": "One person.", "unit": "persons", "acts": list(acts),
             "quantity": {"kind": "exactly", "number": 1}, "person": person or None,
             "place": {"in": [place] if place else []}, **more}  # fmt: skip
    events.keep_entry(None, events.Claim, value)


@pytest.fixture
def records():
    """Three sources' linked records in two places, and some that say nothing of who is whom or of another harm."""
    for source in ("clinic", "registry", "gazette"):
        events.keep_entry(None, events.Source, {"id": source, "name": f"The {source} (invented)", "kind": "register"})
    for place, under in (("land", None), ("north", "land"), ("south", "land")):
        kind = "region" if under else "country"
        value = {"id": place, "name": place.title(), "kind": kind, "under": under, "source": "invented"}
        events.keep_entry(None, events.Place, value)
    record("r1", "clinic", "p1", "north")
    record("r2", "registry", "p1", "north")
    record("r3", "gazette", "p1", "land")
    record("r4", "clinic", "p2", "south")
    record("r5", "registry", "p3", "north")
    record("r6", "registry", "", "north")
    record("r7", "registry", "p4", "north", ("other.abduction",))


def test_linked_records_are_on_the_lists_of_their_sources(records):
    kept = of_records(SEXUAL)
    clinic, registry, gazette = (f"The {one} (invented)" for one in ("clinic", "registry", "gazette"))
    assert histories(kept.lists) == {(clinic, gazette, registry): 1, (clinic,): 1, (registry,): 1}
    assert kept.sources == ("clinic", "gazette", "registry") and not kept.accounts


def test_only_what_surely_lies_in_what_is_asked_is_listed(records):
    kept = of_records(Question(acts=SEXUAL.acts, places=frozenset({"north"})))
    assert sum(histories(kept.lists).values()) == 2 and kept.sources == ("clinic", "registry")
    with pytest.raises(Problem) as caught:
        of_records(Question(acts=SEXUAL.acts, end=date(2020, 1, 1)))
    assert caught.value.code == "counting.nothing_kept"


def test_accounts_are_on_lists_by_who_told_them_and_only_those_that_agreed(analyst, records, person):
    both = person_told_of(analyst, "survivor", "witness")
    [alone] = person_told_of(analyst, "clinician")
    [refused] = person_told_of(analyst, "survivor")
    keeper = person("caseworker", name="Keeper")
    testimonies.record_consent(keeper, testimonies.take_in_hand(keeper, refused), "count", "withdrawn")
    person_told_of(analyst, "survivor", many=3)
    person_told_of(analyst, "survivor", acts=("other.abduction",))
    kept = of_accounts(SEXUAL)
    assert sorted(histories(kept.lists).values()) == [1, 1]
    assert set(kept.lists.names) == {
        "told by survivors themselves", "told by witnesses", "told by those who treated them",
    }  # fmt: skip
    assert set(kept.accounts) == {row.pk for row in (*both, alone)} and not kept.sources
    assert of_accounts(SEXUAL, ("publication", "the public")).accounts == kept.accounts
    with pytest.raises(Problem):
        of_accounts(SEXUAL, ("evidence", "a court"))


def test_an_account_that_came_with_a_form_of_its_own_is_on_the_list_of_who_told_by_that_form(analyst):
    here, came = person_told_of(analyst, "survivor", "survivor")
    partner = Partner.objects.create(
        name="Invented Archive", link="l", key="k", key_index="0" * 64, card="c", added_by=analyst, added_on=here.day
    )
    phone = json.dumps({**ready("first_telling").phone, "teller": "listener"})
    theirs = PartnerForm.objects.create(partner=partner, sha256="0" * 64, phone=phone)
    Came.objects.create(
        partner=partner, share="s", testimony=came, form=theirs, had=True, on=here.day, changed_on=here.day
    )
    both = ("told by survivors themselves", "told by those who listened to them")
    assert {frozenset(on): many for on, many in histories(of_accounts(SEXUAL).lists).items()} == {frozenset(both): 1}


@pytest.fixture
def estimation(analyst):
    """An estimate from accounts by three kinds of tellers, done; and the accounts."""
    told = [row for tellers, many in PATTERN for _ in range(many) for row in person_told_of(analyst, *tellers)]
    return done(actions.ask_from_accounts(analyst, SEXUAL, name="An invented town")), told


OUTLINE = """
language: en
day: 2026-02-01
publisher: An invented desk
headline: How many in all
sections:
  - {kind: other, title: In all, paragraphs: [{text: "Alleged, of {%s.of}: {%s}.", from: [%s]}]}
"""


def draft_of(user, row, **more):
    name = row.called(0)
    fields = {"purpose": "publication", "recipient": "the public", "outline": OUTLINE % (name, name, name),
              "with_accounts": False, "place": None, "first_day": None, "last_day": None, **more}  # fmt: skip
    return release_actions.start(user, fields)


def code_of(function, *args) -> str:
    with pytest.raises(Problem) as caught:
        function(*args)
    return caught.value.code


def test_it_leaves_while_all_behind_it_agree_and_they_are_told_that_they_were_counted(estimation, person):
    row, told = estimation
    assert row.rested_on == len(told) == Behind.objects.filter(estimation=row).count()
    author, second = person("publisher", name="Author"), person("publisher", name="Second")
    release = draft_of(author, row)
    draft = make_draft(release)
    assert draft.document.estimates[0].facts[1][1] == "10 on at least one of three lists"
    assert not any(one.code in json.dumps(draft.document.estimates, default=vars) for one in told)
    page = sign_in(second).get(f"/release/{release.pk}").content.decode()
    assert f'href="/counting/hidden/{row.pk}"' in page and "each of which agrees" in page
    release_actions.approve(second, release, draft.digest)
    assert set(Counted.objects.values_list("testimony", flat=True)) == {one.pk for one in told}
    elsewhere = draft_of(author, row, purpose="evidence", recipient="a court")
    assert code_of(make_draft, elsewhere) == "release.estimate_consents"


def test_what_was_taken_back_or_erased_is_said_and_it_is_used_no_more(estimation, analyst, person, signed_in):
    row, told = estimation
    client = signed_in("analyst", name="Reader")
    said = "Some of the accounts behind it were erased"
    assert said not in client.get(f"/counting/hidden/{row.pk}").content.decode()
    again = actions.repeat_estimate(analyst, row)
    assert (again.rested_on, again.behind.count()) == (row.rested_on, row.rested_on)
    keeper = person("caseworker", name="Keeper")
    release = draft_of(person("publisher"), row)
    make_draft(release)
    taken_back, erased = (testimonies.take_in_hand(keeper, one) for one in told[:2])
    testimonies.record_consent(keeper, taken_back, "count", "withdrawn")
    assert said in client.get(f"/counting/hidden/{row.pk}").content.decode()
    assert code_of(make_draft, release) == "release.estimate_consents"
    assert code_of(actions.repeat_estimate, analyst, row) == "counting.accounts_gone"
    assert client.post(f"/counting/hidden/{row.pk}", {"do": "repeat"}).status_code == 409
    testimonies.record_consent(keeper, taken_back, "count", "yes")
    make_draft(release)
    erasing.erase(keeper, erased)
    assert row.behind.count() == row.rested_on - 1 and code_of(make_draft, release) == "release.estimate_consents"


def test_the_page_asks_of_what_is_kept_and_says_what_is_wrong(signed_in, records):
    client = signed_in("analyst")
    given = {"way": "records", "name": "Invented", "act": "sexual", "seed": 3, "place": "north"}
    answer = client.post("/counting/hidden/kept", given)
    row = Estimation.objects.get()
    assert answer["Location"] == f"/counting/hidden/{row.pk}" and row.asked["seed"] == 3
    assert sorted(row.sources.values_list("pk", flat=True)) == ["clinic", "registry"]
    none = client.post("/counting/hidden/kept", {**given, "way": "accounts"})
    assert none.status_code == 422 and "No single person of linked records" in none.content.decode()
    bare = client.post("/counting/hidden/kept", {**given, "way": "accounts", "purpose": "publication"})
    assert "Say to whom it is to go." in bare.content.decode()
    assert signed_in("publisher", name="P").get("/counting/hidden/kept").status_code == 403


def test_linkages_are_drawn_from_match_probabilities_and_only_counts_are_kept(analyst):
    rng = 0
    lines, pairs = [], []
    for number in range(60):
        for one in "ABC":
            rng = (rng * 1103515245 + 12345) % 2**31
            if rng / 2**31 < 0.6:
                lines.append((f"{one}{number}", one))
    names = {name for name, _ in lines}
    pairs = [
        (f"{one}{number}", f"{other}{number}", 0.9)
        for number in range(60)
        for one, other in ("AB", "AC", "BC")
        if {f"{one}{number}", f"{other}{number}"} <= names
    ]
    records = "record,list\n" + "".join(f"{name},{place}\n" for name, place in lines)
    chances = "one,other,chance\n" + "".join(f"{one},{other},{chance}\n" for one, other, chance in pairs)
    upload = actions.Upload("records.csv", records.encode()), actions.Upload("pairs.csv", chances.encode())
    row = actions.ask_estimate(analyst, upload[0], pairs=upload[1], name="Invented")
    told = json.dumps(row.job.asked)
    assert len(row.asked["linkages"]) == 50 and not [name for name in names if f'"{name}"' in told]
    sizes = {sum(one["counts"]) for one in row.asked["linkages"]}
    assert len(sizes) > 3 and min(sizes) <= row.tables()[""].observed <= max(sizes)
    figures = done(row).job.found["0:graphs"]["estimate"]
    assert figures["lower"] < 60 < figures["upper"]
    again = done(actions.repeat_estimate(analyst, row))
    assert again.data_hash() == row.data_hash() and again.same()
