"""Accounts leave for another desk only if it was named, as a second person read them, and only as much as was said."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from amana.cli import main
from amana.desk.actions import hasten
from amana.errors import Problem
from amana.release.sharing import actions, additions
from amana.release.sharing.drafting import can_be_chosen, make_draft
from amana.release.sharing.models import Sharing
from amana.sealing.envelope import open_
from amana.testimony import actions as testimonies
from amana.testimony import consents, erasing
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.cases.agreed import show
from amana.testimony.cleaning.clean import Clean
from amana.testimony.consents import today
from amana.testimony.custody import keeping
from amana.testimony.custody.actions import export_proof
from amana.testimony.custody.models import Row
from amana.testimony.models import Consent, Survivor, Testimony
from amana.testimony.partners import actions as partners
from amana.testimony.partners import copies, delivering, messages, standing
from amana.testimony.partners.models import Came, Copy, Share, State
from deskkit import PLANTED, bring, digits, fingerprint, keep, reply_to, sealed, sign_in
from partnerkit import NAME, OtherDesk, agreed, partner_of, share_of

pytestmark = pytest.mark.django_db

FIELDS = {
    "purpose": "evidence",
    "extent": "words",
    "counted": True,
    "onward": "An invented archive",
    "why": "An expert looks at them",
}
ANSWERS = {
    "teller": "survivor",
    "safe_now": "safe",
    "acts": ["crsv.rape", "as she calls it"],
    "when": {"date": "2026-02"},
    "own_words": PLANTED,
    "voice": "a.ogg",
    "needs": {"refused": True},
}
FILES = {"a.ogg": ("audio/ogg", b"OggS invented")}


@pytest.fixture
def team(person):
    """Who looks after accounts, and two who may approve."""
    return person("caseworker", name="Ines"), person("supervisor", name="Salim"), person("supervisor", name="Awa")


@pytest.fixture
def desk(team):
    other = OtherDesk()
    other.partner = partner_of(other, *team[1:])
    return other


def told(user, consent: bool = True, **more) -> Testimony:
    row = testimonies.take_in_hand(user, keep(sealed(ANSWERS, {"count": "yes", "care": "yes"}, files=FILES, **more)))
    if consent:
        testimonies.record_consent(user, row, "evidence", "yes", recipient=NAME)
    return row


def drafted(user, desk, *rows: Testimony, **fields) -> Sharing:
    made = actions.start(user, desk.partner, {**FIELDS, **fields})
    for row in rows:
        actions.choose(user, made, row)
    return made


def shared(team, desk, *rows: Testimony, **fields) -> list[Share]:
    made = drafted(team[0], desk, *rows, **fields)
    return actions.approve(team[1], made, make_draft(made).digest)


def what_goes(desk, share: Share):
    """What the other desk finds in the envelope, by its own key."""
    return open_([desk.identity], messages.sealed(desk.partner, *messages.statement(share)))


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Problem) as problem:
        yield
    assert problem.value.code == code


@pytest.mark.database
def test_only_a_consent_for_that_name_lets_an_account_be_chosen(team, desk):
    ines = team[0]
    made = drafted(ines, desk)
    agreed_to, silent = told(ines), told(ines, consent=False)
    general = told(ines, consent=False)
    testimonies.record_consent(ines, general, "monitoring", "yes")
    testimonies.record_consent(ines, general, "evidence", "yes")
    elsewhere = told(ines, consent=False)
    testimonies.record_consent(ines, elsewhere, "evidence", "yes", recipient="Another court")
    assert list(can_be_chosen(ines, made)) == [agreed_to]
    for row in (silent, general, elsewhere):
        with refused("sharing.not_agreed"):
            actions.choose(ines, made, row)
    with refused("sharing.not_agreed"):
        actions.choose(ines, drafted(ines, desk, purpose="monitoring"), general)
    with refused("testimony.not_in_your_hands"):
        actions.choose(team[1], made, agreed_to)


@pytest.mark.database
def test_a_second_person_lets_it_go_as_it_was_read_and_what_changed_since_does_not(team, desk):
    ines, salim, awa = team
    row, other = told(ines), told(ines)
    made = drafted(ines, desk, row, other)
    read = make_draft(made).digest
    with refused("desk.not_your_role"):
        actions.approve(ines, made, read)
    testimonies.record_consent(ines, other, "evidence", "withdrawn", recipient=NAME)
    assert [one.testimony for one in make_draft(made).out] == [other]
    with refused("release.changed"):
        actions.approve(salim, made, read)
    [share] = actions.approve(salim, made, make_draft(made).digest)
    assert (share.testimony, share.number, share.state, share.next) == (row, 1, State.SHARED, today())
    with refused("release.frozen"):
        actions.approve(awa, made, read)
    with refused("sharing.not_agreed"):
        actions.choose(ines, drafted(ines, desk), row)
    with refused("sharing.nothing_goes"):
        actions.approve(salim, empty := drafted(ines, desk), make_draft(empty).digest)


def test_of_an_account_in_other_hands_a_draft_shows_only_that_there_is_one(team, desk, signed_in):
    ines = team[0]
    made = drafted(ines, desk, told(ines))
    hers = sign_in(ines).get(f"/sharing/{made.pk}").content.decode()
    assert PLANTED in hers and 'href="/testimony/' in hers
    other = signed_in("caseworker", name="Someone else").get(f"/sharing/{made.pk}").content.decode()
    shown = other.partition("An account in other hands")[2].partition("</section>")[0]
    assert "<h3>An account in other hands" in other and "hint" not in shown and PLANTED not in other


def test_who_chose_an_account_does_not_approve(team, desk):
    _, salim, awa = team
    row = told(salim)
    made = drafted(awa, desk)
    actions.choose(salim, made, row)
    for who in (salim, awa):
        with refused("release.second_person"):
            actions.approve(who, made, make_draft(made).digest)


def test_nothing_goes_to_a_desk_that_is_not_compared_at_both_ends_or_was_ended(team):
    other = OtherDesk()
    other.partner = partner_of(other, *team[1:], heard=False)
    with refused("partners.not_in_force"):
        drafted(team[0], other)
    bring(other.greets(2))
    other.partner.refresh_from_db()
    made = drafted(team[0], other, told(team[0]))
    partners.end(team[1], other.partner)
    with refused("partners.not_in_force"):
        actions.approve(team[2], Sharing.objects.get(pk=made.pk), make_draft(made).digest)


@pytest.mark.parametrize(
    ("extent", "answers", "files", "left_out"),
    [
        (
            "choices",
            {
                "safe_now": "safe",
                "acts": ["crsv.rape"],
                "when": {"date": "2026-02"},
                "needs": {"refused": True},
            },
            0,
            ["own_words", "attachments"],
        ),
        ("words", {name: answer for name, answer in ANSWERS.items() if name != "voice"}, 0, ["attachments"]),
        ("all", ANSWERS, 1, []),
    ],
)
def test_as_much_goes_as_was_said_and_never_who_told_it(team, desk, extent, answers, files, left_out):
    ines = team[0]
    row = told(ines)
    case = cases.open_case(ines, row)
    cases.write_identity(ines, case, "Invented Name", "0123456789", "mornings", "blue heron")
    [share] = shared(team, desk, row, extent=extent)
    inside, attachments = what_goes(desk, share)
    assert inside.members()["answers"] == answers and len(attachments) == files
    assert inside.desk.left_out == left_out and inside.desk.came == row.day.isoformat()
    assert inside.consents == {} and inside.reply_to is None
    spelled = str(inside.members()) + str(attachments)
    for hidden in ("Invented Name", "0123456789", row.code, case.code, row.pk, case.pk):
        assert hidden not in spelled


def test_of_a_form_that_nobody_knows_no_text_goes_as_a_choice(team, desk):
    row = told(team[0], form={"id": "gone", "version": "1"})
    [share] = shared(team, desk, row, extent="choices")
    assert set(what_goes(desk, share)[0].members()["answers"]) == {"when", "needs"}


def test_a_name_that_the_desk_keeps_stands_in_the_way_until_somebody_says_why_it_is_none(team, desk):
    ines, salim, _ = team
    row = testimonies.take_in_hand(ines, keep(sealed({"own_words": "they called for Invented Mariama there"})))
    testimonies.record_consent(ines, row, "evidence", "yes", recipient=NAME)
    cases.write_identity(ines, cases.open_case(ines), "Mariama", "", "", "")
    made = drafted(ines, desk, row)
    draft = make_draft(made)
    [hit] = draft.found
    assert (hit.where, hit.reason) == ("own_words", "name")
    with refused("release.leak"):
        actions.approve(salim, made, draft.digest)
    with refused("release.why_needed"):
        actions.resolve(ines, made, hit.key, " ")
    actions.resolve(ines, made, hit.key, "A river has this name too")
    assert actions.approve(salim, made, draft.digest)
    quiet = testimonies.take_in_hand(ines, keep(sealed({"own_words": "Mariama"})))
    testimonies.record_consent(ines, quiet, "evidence", "yes", recipient=NAME)
    assert not make_draft(drafted(ines, desk, quiet, extent="choices")).found


def test_a_feared_reprisal_is_read_first_and_what_is_held_back_does_not_go(team, desk):
    ines, salim, _ = team
    row = told(ines)
    case = cases.open_case(ines, row)
    care.weigh_risk(ines, case, "likely", "Invented man", "Invented promise", today(), False)
    made = drafted(ines, desk, Testimony.objects.get(pk=row.pk))
    with refused("release.risk_unread"):
        actions.approve(salim, made, make_draft(made).digest)
    Survivor.objects.update(held_back=True)
    assert not make_draft(made).going
    Survivor.objects.update(held_back=False)
    assert actions.approve(salim, made, make_draft(made).digest, heeded=True)


def restated(share: Share) -> tuple[str, int, list]:
    standing.restate(today())
    share.refresh_from_db()
    return str(share.state), share.number, [term["purpose"] for term in share.agreed]


@pytest.mark.database
def test_what_holds_is_worked_out_from_what_was_agreed_and_nothing_that_was_taken_back_comes_back(team, desk):
    ines = team[0]
    row = told(ines)
    [share] = shared(team, desk, row)
    assert restated(share) == ("shared", 1, ["count", "evidence"])
    testimonies.record_consent(ines, row, "count", "withdrawn")
    assert restated(share) == ("shared", 2, ["evidence"])
    testimonies.record_consent(ines, row, "count", "yes")
    assert restated(share) == ("shared", 2, ["evidence"])
    testimonies.record_consent(ines, row, "evidence", "yes", recipient=NAME, valid_until=today())
    assert restated(share) == ("shared", 3, ["evidence"]) and share.agreed[0]["until"] == today().isoformat()
    case = cases.open_case(ines, row)
    assert standing.to_end() == 0
    Survivor.objects.filter(pk=case.pk).update(held_back=True)
    assert standing.to_end() == 1
    assert restated(share) == ("paused", 4, [])
    assert standing.to_end() == 0
    Survivor.objects.filter(pk=case.pk).update(held_back=False)
    assert restated(share) == ("shared", 5, ["evidence"])
    row.refresh_from_db()
    testimonies.record_consent(ines, row, "evidence", "no")
    assert restated(share) == ("erased", 6, []) and share.ended_on == today()
    testimonies.record_consent(ines, row, "evidence", "yes", recipient=NAME)
    assert restated(share) == ("erased", 6, [])
    assert what_goes(desk, share)[0].answers == {}
    done = " ".join(show(case, "en").done)
    assert f"passed on to {NAME}" in done and f"{NAME} was told to erase it" in done
    again = drafted(ines, desk, row)
    assert [one.chosen.testimony for one in make_draft(again).going] == [row]


def test_a_consent_that_has_run_out_pauses(team, desk):
    row = told(team[0])
    [share] = shared(team, desk, row)
    Consent.objects.create(
        testimony=row,
        purpose="evidence",
        recipient=consents.index_of(NAME),
        named=NAME,
        answer="yes",
        way="spoken",
        valid_until=today() - timedelta(days=1),
    )
    assert restated(share)[0] == "paused"


@pytest.mark.database
def test_an_account_that_is_erased_is_to_be_erased_there_and_the_row_says_no_more_of_it(team, desk):
    ines = team[0]
    row = told(ines)
    [share] = shared(team, desk, row)
    erasing.erase(ines, row)
    assert standing.to_end() == 1
    assert restated(share) == ("erased", 2, []) and share.testimony is None
    inside, _ = what_goes(desk, share)
    assert (inside.desk.state, inside.desk.share, inside.answers) == ("erased", share.pk, {})


def test_whoever_looks_after_it_or_a_supervisor_takes_it_back(team, desk, person):
    ines, salim, _ = team
    [one], [other] = shared(team, desk, told(ines)), shared(team, desk, told(ines))
    with refused("testimony.not_in_your_hands"):
        partners.take_back(person("caseworker", name="Else"), one)
    for who, share in ((ines, one), (salim, other)):
        partners.take_back(who, Share.objects.get(pk=share.pk))
        assert restated(share)[0] == "erased"


@pytest.mark.database
def test_answers_count_for_the_number_that_was_said_and_a_desk_that_lost_its_numbers_goes_on_above(team, desk):
    [share] = shared(team, desk, told(team[0]))
    bring(desk.answers(1, "paused", share.pk))
    share.refresh_from_db()
    assert (share.answered, share.next) == (0, today())
    bring(desk.answers(1, "shared", share.pk))
    share.refresh_from_db()
    assert (share.answered, share.next) == (1, None)
    bring(desk.answers(7, "paused", share.pk))
    share.refresh_from_db()
    assert (share.number, share.next, share.state) == (8, today(), State.SHARED)
    bring(desk.answers(7, "erased", share.pk))
    share.refresh_from_db()
    assert (share.state, share.next, share.ended_on) == (State.ERASED, None, today())
    assert restated(share)[0] == "erased"


@pytest.mark.database
def test_of_an_account_that_another_desk_has_and_this_one_forgot_it_is_told_the_end(desk):
    bring(desk.answers(4, "erased", share_of(3)))
    assert not Share.objects.exists()
    bring(desk.answers(4, "shared", share_of(3)))
    inside, _ = what_goes(desk, share := Share.objects.get())
    assert (inside.desk.share, inside.desk.number, inside.desk.state) == (share_of(3), 5, "erased")
    bring(desk.answers(5, "erased", share_of(3)))
    share.refresh_from_db()
    assert share.next is None and share.answered == 5


@pytest.mark.database
def test_what_came_from_another_desk_goes_on_to_those_alone_whom_its_terms_name_and_ends_with_them(team, desk):
    """The open desk stands in the middle: the court passes on to it, and it to an archive."""
    ines = team[0]
    archive = OtherDesk(seed=b"\x54" * 32)
    archive.partner = partner_of(archive, *team[1:], name="An invented archive")
    bring(desk.shares(1, agreed("evidence", None, "An invented archive")))
    row = testimonies.take_in_hand(ines, Came.objects.get().testimony)
    with refused("sharing.not_agreed"):
        drafted(ines, desk, row)
    [share] = shared(team, archive, row)
    assert restated(share)[0] == "shared"
    bring(desk.ends(2, "paused"))
    assert restated(share) == ("paused", 2, [])
    bring(desk.shares(3, agreed("evidence", None, "An invented archive"), agreed("publication", None, "Others")))
    assert restated(share) == ("shared", 3, ["evidence"])
    bring(desk.adds(share_of(8), share_of(7)))
    added = Came.objects.get(share=share_of(8)).testimony
    assert added not in can_be_chosen(ines, drafted(ines, archive)), "its own terms may be narrower"
    bring(desk.shares(4, agreed("publication", None, "An invented archive")))
    assert restated(share) == ("erased", 4, [])


def test_hubs_that_cannot_be_reached_leave_it_for_another_try(team, desk, monkeypatch):
    monkeypatch.setattr("amana.testimony.hub_client.time.sleep", lambda seconds: None)
    [share] = shared(team, desk, told(team[0]))
    assert list(delivering.deliver(today())) == [False]
    share.refresh_from_db()
    assert (share.next, share.tries) == (today(), 0)
    assert hasten(), "nothing is to end, and nothing else goes at once"
    testimonies.record_consent(team[0], share.testimony, "count", "withdrawn")
    assert not hasten()
    share.refresh_from_db()
    assert (share.state, share.number, [term["purpose"] for term in share.agreed]) == (State.SHARED, 2, ["evidence"])
    testimonies.record_consent(team[0], share.testimony, "evidence", "withdrawn")
    assert not hasten()
    share.refresh_from_db()
    assert (share.state, share.next, share.tries) == (State.ERASED, today(), 0) and standing.unsaid().exists()
    said = [str(need.say) for need in apps.get_app_config("partners").needs(team[1])]
    assert any("could not be told yet" in each for each in said)


@pytest.mark.database
def test_what_widens_waits_for_the_next_check_and_what_narrows_does_not(team, desk, monkeypatch):
    ines, brought = team[0], []

    class Hub:
        def drop(self, mailbox: str, sealed: bytes, token: None) -> None:
            between = open_([desk.identity], sealed).inside.desk
            brought.append((between.number, between.state, {term.purpose: term.until for term in between.agreed}))

    monkeypatch.setattr(delivering, "_address", lambda partner: (Hub(), "", None))
    row = told(ines)
    shared(team, desk, row)

    def at_once(check: bool = False) -> list[tuple[int, str, dict[str, str | None]]]:
        brought.clear()
        assert list(delivering.deliver(today())) if check else hasten()
        return list(brought)

    def until(days: int) -> str:
        last = today() + timedelta(days=days)
        testimonies.record_consent(ines, row, "evidence", "yes", recipient=NAME, valid_until=last)
        return last.isoformat()

    assert at_once() == []
    assert at_once(check=True) == [(1, "shared", {"evidence": None, "count": None})]
    assert at_once() == []
    shorter = until(3)
    standing.restate(today())
    assert at_once() == [(2, "shared", {"evidence": shorter, "count": None})]
    longer = until(9)
    standing.restate(today())
    assert Share.objects.get().number == 3 and at_once() == []
    testimonies.record_consent(ines, row, "count", "withdrawn")
    assert at_once() == [(4, "shared", {"evidence": longer})]
    case = cases.open_case(ines, row)
    for held in (True, False):
        Survivor.objects.filter(pk=case.pk).update(held_back=held)
        standing.restate(today())
        assert [one[:2] for one in at_once()] == ([(5, "paused")] if held else [])
    assert [one[:2] for one in at_once(check=True)] == [(6, "shared")]


@pytest.mark.parametrize(
    "before, now, less",
    [
        ({}, {}, False),
        ({"a": (None, [])}, {"a": (None, [])}, False),
        ({"a": (None, [])}, {"a": ("2030-01-01", [])}, True),
        ({"a": ("2030-01-01", [])}, {"a": (None, [])}, False),
        ({"a": ("2030-01-02", [])}, {"a": ("2030-01-01", [])}, True),
        ({"a": ("2030-01-01", [])}, {"a": ("2030-01-02", []), "b": (None, [])}, False),
        ({"a": (None, ["One", "Two"])}, {"a": (None, ["Two", "Three"])}, True),
        ({"a": (None, ["One"])}, {"a": (None, ["Two", "One"])}, False),
        ({"a": (None, []), "b": (None, [])}, {"b": (None, [])}, True),
    ],
)
def test_what_allows_anything_less_is_narrower(before, now, less):
    def terms(said):
        return [{"purpose": name, "until": day, "onward": onward} for name, (day, onward) in said.items()]

    assert standing.narrower(terms(before), terms(now)) is less


@pytest.mark.database
def test_what_is_taken_back_while_others_are_being_brought_does_not_go(team, desk, monkeypatch):
    shares, states = shared(team, desk, told(team[0]), told(team[0])), []

    class Hub:
        def drop(self, mailbox: str, sealed: bytes, token: None) -> None:
            if not states:
                for share in shares:
                    testimonies.record_consent(team[0], share.testimony, "evidence", "withdrawn")
            states.append(str(open_([desk.identity], sealed).inside.desk.state))

    monkeypatch.setattr(delivering, "_address", lambda partner: (Hub(), "", None))
    assert list(delivering.deliver(today())) == [True, True]
    assert states == ["shared", "erased"]
    assert hasten() and states == ["shared", "erased", "erased"]


def picture() -> bytes:
    """A photograph as a phone takes it, with where it was taken."""
    exif, out = Image.Exif(), BytesIO()
    exif[0x010E] = "taken at the invented well"
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.database
def test_files_go_made_anew_as_they_were_seen_and_what_cannot_be_made_anew_stays(team, desk, signed_in, monkeypatch):
    ines = team[0]
    files = {
        "Mariama at the well.jpg": ("image/jpeg", picture()),
        "notes.docx": ("application/msword", b"invented notes"),
    }
    answers = {"own_words": PLANTED, "voice": "Mariama at the well.jpg", "needs": ["notes.docx", "food"]}
    row = testimonies.take_in_hand(ines, keep(sealed(answers, files=files)))
    testimonies.record_consent(ines, row, "evidence", "yes", recipient=NAME)
    made = drafted(ines, desk, row, extent="anew")
    monkeypatch.setattr(copies, "clean", None)  # what was made is kept: nothing is made a second time
    [seen] = [one for one in copies.copies_of(row, "anew") if one.told]
    for role, status in (("supervisor", 200), ("analyst", 403)):
        answer = signed_in(role, name=f"The {role}").get(f"/sharing/{made.pk}/files/{seen.pk}")
        assert answer.status_code == status
        assert status != 200 or answer.content == bytes(seen.content)
    elsewhere = f"/sharing/{drafted(ines, desk).pk}/files/{seen.pk}"
    assert signed_in("supervisor", name="Other").get(elsewhere).status_code == 404
    [share] = actions.approve(team[1], made, make_draft(made).digest)
    inside, attachments = what_goes(desk, share)
    assert (
        attachments == [bytes(seen.content)] and attachments != [picture()] and b"invented well" not in attachments[0]
    )
    assert inside.answers == {"own_words": PLANTED, "voice": "1.jpg", "needs": ["food"]}
    assert [file.name for file in inside.attachments] == ["1.jpg"]
    assert (inside.desk.files, inside.desk.left_out) == ("anew", ["attachments"])
    [tie] = copies.ties(row, "anew")
    assert inside.desk.made_from == [tie.value]
    assert (tie.original, tie.copy) == tuple(sha256(data).hexdigest() for data in (picture(), attachments[0]))
    said = [row.entry.detail for row in Row.objects.all() if row.entry.action == "share.approved"]
    assert said == [{"share": share.pk, "made_from": [tie.value]}] and tie.original not in str(said)
    erasing.erase(ines, row)
    assert not Copy.objects.exists()


def test_years_later_a_court_finds_what_a_copy_was_made_of(team, desk, tmp_path, capsys, signed_in):
    ines = team[0]
    row = testimonies.take_in_hand(ines, keep(sealed({}, files={"a.jpg": ("image/jpeg", picture())})))
    testimonies.record_consent(ines, row, "evidence", "yes", recipient=NAME)
    [share] = shared(team, desk, row, extent="anew")
    _, [copied] = what_goes(desk, share)
    hers, other = sign_in(ines), signed_in("caseworker", name="Someone else")
    address = f"/partners/shares/{share.pk}/copy-1.tie"
    assert address in hers.get(f"/testimony/{row.pk}").content.decode()
    tie = hers.get(address)
    assert tie.status_code == 200 and tie["Content-Disposition"] == 'attachment; filename="copy-1.tie"'
    assert other.get(address).status_code in (403, 404) and hers.get(address.replace("-1", "-2")).status_code == 409
    logged = {one.entry.action: one for one in Row.objects.order_by("index")}
    assert logged["share.tie_given"].entry.actor == f"user:{ines.pk}"
    keeping._make_checkpoint(timezone.now().date())
    proof = export_proof(team[1], logged["share.approved"])
    held = {"p": proof, "tie": tie.content, "copy": copied, "original": picture(), "other": copied + b"."}
    for name, data in held.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "wrong").write_bytes(proof_of_another := export_proof(team[1], logged["share.tie_given"]))
    (tmp_path / "mended").write_bytes(held["tie"].replace(b"copy ", b"copy 0")[:-2] + b"\n")
    assert proof_of_another != proof

    def verdict(file: str, *words: str) -> int:
        given = [str(tmp_path / word) if not word.startswith("-") else word for word in (file, *words)]
        return main(["verify", given[0], "--desk", fingerprint(), *given[1:]])

    assert verdict("p", "--tie", "tie", "--copy", "copy", "--original", "original") == 0
    said = capsys.readouterr().out
    assert sha256(picture()).hexdigest() in said and sha256(copied).hexdigest() in said
    assert [verdict("p", "--tie", "tie", "--copy", name) for name in ("other", "original")] == [1, 1]
    assert verdict("p", "--tie", "tie", "--original", "copy") == 1
    assert verdict("wrong", "--tie", "tie") == verdict("p", "--tie", "mended") == 1
    assert verdict("p", "--tie", "copy") == verdict("p", "--copy", "copy") == 2
    erasing.erase(ines, row)
    assert hers.get(address).status_code == 404


def test_voices_are_changed_once_and_stay_as_they_were_heard(team, desk, monkeypatch):
    heard = []

    def clean(pk, content, media_type, *, changed):
        heard.append((content(), changed))
        return Clean((("audio/ogg", b"OggS other"),), 1)

    monkeypatch.setattr(copies, "clean", clean)
    [share] = shared(team, desk, told(team[0]), extent="voice")
    for _ in range(2):
        inside, attachments = what_goes(desk, share)
        assert attachments == [b"OggS other"] and inside.desk.files == "voice" and inside.answers["voice"] == "1.ogg"
    assert heard == [(b"OggS invented", True)]


def test_originals_go_only_with_a_reason(team, desk):
    with refused("sharing.reason_needed"):
        drafted(team[0], desk, extent="all", why=" ")
    assert drafted(team[0], desk, extent="all").why and not drafted(team[0], desk, extent="anew").why


@pytest.fixture
def with_receipt(team):
    """An account with a receipt, and what its holder sends afterwards."""
    back = reply_to(digits())
    row = told(team[0], back=back)
    return row, lambda text="one word more", **more: keep(sealed({}, {}, kind="addition", text=text, back=back, **more))


@pytest.mark.database
def test_what_is_added_goes_only_if_it_was_read_and_approved_and_never_by_itself(team, desk, with_receipt, signed_in):
    ines, salim, _ = team
    row, add = with_receipt
    before = add("told before anything was shared")
    assert before not in can_be_chosen(ines, drafted(ines, desk))
    [share] = shared(team, desk, row)
    more, half = add("they call me Mariama now"), add("", half="0123456789012345")
    assert restated(share) == ("shared", 1, ["count", "evidence"]) and Share.objects.count() == 1
    assert more not in can_be_chosen(ines, drafted(ines, desk, extent="choices"))
    cases.write_identity(ines, cases.open_case(ines), "Mariama", "", "", "")
    made = actions.start_of_added(ines, share)
    assert {one.testimony for one in made.chosen.all()} == {before, more} and half not in can_be_chosen(ines, made)
    draft = make_draft(made)
    [hit] = draft.found
    assert (hit.where, hit.chosen.testimony) == ("text", more)
    with refused("release.leak"):
        actions.approve(salim, made, draft.digest)
    actions.leave_out(ines, made, before)
    actions.resolve(ines, made, hit.key, "A river has this name too")
    [added] = actions.approve(salim, made, make_draft(made).digest)
    inside, _ = what_goes(desk, added)
    assert (inside.text, inside.desk.adds_to) == ("they call me Mariama now", share.pk)
    assert (inside.answers, inside.form, inside.half, inside.reply_to) == ({}, None, None, None)
    assert inside.desk.agreed == what_goes(desk, share)[0].desk.agreed


@pytest.mark.database
def test_what_was_added_narrows_and_ends_with_its_account_and_can_be_taken_back_alone(team, desk, with_receipt):
    ines, salim, _ = team
    row, add = with_receipt
    [share] = shared(team, desk, row)
    added = []
    for text in ("one word", "two words"):
        add(text)
        made = actions.start_of_added(ines, share)
        added += actions.approve(salim, made, make_draft(made).digest)
    one, two = added
    assert restated(one) == ("shared", 1, ["count", "evidence"]) and standing.to_end() == 0
    testimonies.record_consent(ines, row, "count", "withdrawn")
    assert restated(one) == ("shared", 2, ["evidence"]) == restated(share)
    partners.take_back(ines, Share.objects.get(pk=two.pk))
    assert standing.to_end() == 1 and restated(two)[0] == "erased" and restated(one)[0] == "shared"
    case = cases.open_case(ines, row)
    Survivor.objects.filter(pk=case.pk).update(held_back=True)
    assert standing.to_end() == 2 and restated(one)[0] == "paused" == restated(share)[0]
    Survivor.objects.filter(pk=case.pk).update(held_back=False)
    assert restated(one)[0] == "shared" == restated(share)[0]
    partners.take_back(ines, Share.objects.get(pk=share.pk))
    assert standing.to_end() == 2 and restated(one)[0] == "erased" == restated(share)[0]


@pytest.mark.database
def test_whoever_looks_after_it_is_asked_whether_the_other_desk_should_have_what_was_added(
    team, desk, with_receipt, signed_in
):
    ines, salim, _ = team
    row, add = with_receipt

    def asked(user) -> list[str]:
        return [need.url for need in apps.get_app_config("sharing").needs(user) if "another desk has" in need.say]

    first = add("told before")
    assert asked(ines) == []
    [share] = shared(team, desk, row)
    with CaptureQueriesContext(connection) as of_one:
        additions.undecided(ines)
    more, half = add("one word more"), add("", half="0123456789012345")
    with CaptureQueriesContext(connection) as of_two:
        assert additions.undecided(ines) == {first.pk: {share.pk}, more.pk: {share.pk}}
    assert len(of_one) == len(of_two)
    assert asked(ines) == [f"/testimony/{min(first.pk, more.pk)}"] and asked(salim) == []
    hers, other = sign_in(ines), signed_in("caseworker", name="Someone else")
    assert "another desk has" in hers.get("/").content.decode() and PLANTED not in hers.get("/").content.decode()
    assert "another desk has" not in other.get("/").content.decode()
    address, both = f"/sharing/added/{share.pk}", {"do": "stay", "added": [first.pk, more.pk, half.pk]}
    assert other.post(address, both).status_code == 404 and asked(ines)
    assert "It stays here" in hers.get(f"/testimony/{more.pk}").content.decode()
    assert hers.post(address, {**both, "added": [first.pk]}).status_code == 302
    assert asked(ines) == [f"/testimony/{more.pk}"]
    made = actions.start_of_added(ines, share)
    assert asked(ines) == [] and {one.testimony for one in made.chosen.all()} == {first, more}
    for one in (first, more):
        actions.leave_out(ines, made, one)
    assert asked(ines) == [f"/testimony/{more.pk}"]
    hers.post(address, both)
    assert asked(ines) == [] and "It stays here" not in hers.get(f"/testimony/{more.pk}").content.decode()
    assert [one.entry.subject for one in Row.objects.order_by("index") if one.entry.action.endswith("_stays")] == [
        f"testimony:{first.pk}",
        f"testimony:{more.pk}",
    ]
    assert more in can_be_chosen(ines, made), "it can go later all the same"


def test_of_what_was_added_no_more_goes_than_of_its_account(team, desk, with_receipt):
    row, add = with_receipt
    shared(team, desk, row, extent="words")
    more = add(files=FILES)
    [one] = make_draft(drafted(team[0], desk, more, extent="all")).going
    assert one.extent == "words" and not one.inside["attachments"]
    Share.objects.update(extent="all")
    made = actions.start_of_added(team[0], Share.objects.get())
    assert made.extent == "anew", "originals are asked for anew, with their own reason"
