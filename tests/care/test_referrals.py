"""A service is told nothing without a yes to it by name, read beside what is feared; and every answer is kept."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from amana.care.models import Service
from amana.care.referrals import actions, carrying
from amana.care.referrals.actions import Wish
from amana.care.referrals.agreeing import agreed, names_of
from amana.care.referrals.models import Referral
from amana.care.referrals.showing import missing
from amana.care.referrals.waiting import needs
from amana.desk.actions import add_person
from amana.errors import Problem
from amana.testimony import actions as testimonies
from amana.testimony import consents
from amana.testimony.asking import Said, write_consent
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.cases.agreed import show
from amana.testimony.consents import today
from amana.testimony.custody.models import Row
from amana.vocabulary import entries
from deskkit import digits, keep, reply_to, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NAMES = {"en": "Heron clinic", "fr": "Clinique du Héron", "ar": "عيادة مالك الحزين"}
SECRET = "the heron's third egg"


@pytest.fixture
def ines(person):
    return person("caseworker", name="Ines")


@pytest.fixture
def case(ines):
    return cases.open_case(ines, testimonies.take_in_hand(ines, keep(sealed())))


@pytest.fixture
def clinic():
    return Service.objects.create(id="heron", kind="health", names=NAMES, checked=today(), windows=["hiv_prevention"])


def wish(clinic=None, **wanted):
    return Wish(**{"urgency": "day", "way": "page", "service": clinic, "shared": ["age"], **wanted})


def refused(code, act, *args, **kwargs):
    before = Referral.objects.count(), Row.objects.count()
    with pytest.raises(Problem) as problem:
        act(*args, **kwargs)
    assert problem.value.code == code
    assert (Referral.objects.count(), Row.objects.count()) == before, "what was refused was done"


def test_a_service_is_told_nothing_without_a_yes_to_it_by_name(ines, case, clinic):
    refused("referrals.not_agreed", actions.refer, ines, case, wish(clinic))
    cases.record_consent(ines, case, Said("referral", "yes"))
    refused("referrals.not_agreed", actions.refer, ines, case, wish(clinic))
    cases.record_consent(ines, case, Said("referral", "yes", recipient="Some other clinic"))
    refused("referrals.not_agreed", actions.refer, ines, case, wish(clinic))
    cases.record_consent(ines, case, Said("referral", "yes", recipient=NAMES["fr"]))
    made = actions.refer(ines, case, wish(clinic))
    assert (made.kind, made.to, made.shared, made.outcome) == ("health", NAMES["en"], ["age"], "referred")
    assert made.code != case.code


def test_a_yes_just_given_is_of_that_service_and_of_no_account(ines, case, clinic):
    actions.refer(ines, case, wish(clinic, asked="thumb", language="ff"))
    [said] = case.consents.all()
    assert (said.purpose, said.named, said.way, said.language) == ("referral", NAMES["en"], "thumb", "ff")
    account = case.testimonies.get()
    assert consents.allows_of(case, "referral", NAMES["en"])
    assert not consents.allows(account, "referral", NAMES["en"]) and not consents.allows_of(case, "referral", "B")
    told = show(case, "en")
    assert any("With Heron clinic only." in line for line in told.yes)
    assert any("referred you to Heron clinic. This they may know: Age." in line for line in told.done)


def test_whoever_is_told_where_help_is_needs_to_agree_to_nothing(ines, case, clinic):
    care.describe(ines, case, {"age": "15"})
    case.refresh_from_db()
    refused("referrals.held_back", actions.refer, ines, case, wish(clinic, asked="spoken"))
    refused("referrals.tells_nothing", actions.refer, ines, case, wish(clinic, way="told"))
    made = actions.refer(ines, case, wish(clinic, way="told", shared=[]))
    assert not consents.answered(case) and carrying.page_of(made, "en").told == ()
    assert any("and told them nothing of you" in line for line in show(case, "en").done)


def test_where_a_reprisal_is_feared_nobody_refers_or_prints_without_having_read_of_it(ines, case, clinic):
    care.weigh_risk(ines, case, "likely", "an invented man", "no paper", today(), False)
    told = wish(clinic, way="told", shared=[])
    refused("cases.risk_unread", actions.refer, ines, case, told)
    made = actions.refer(ines, case, told, heeded=True)
    refused("cases.risk_unread", actions.make_page, ines, made)
    actions.make_page(ines, made, heeded=True)


def test_a_withdrawn_yes_stops_every_later_page_whatever_the_language_it_was_said_in(ines, case, clinic):
    made = actions.refer(ines, case, wish(clinic, asked="spoken"))
    actions.make_page(ines, made)
    cases.record_consent(ines, case, Said("referral", "withdrawn", recipient=NAMES["ar"]))
    refused("referrals.not_agreed", actions.make_page, ines, made)
    cases.record_consent(ines, case, Said("referral", "yes", recipient=NAMES["en"]))
    actions.make_page(ines, made)
    care.weigh_risk(ines, case, "imminent", "", "", today(), True)
    made.refresh_from_db()
    refused("referrals.held_back", actions.make_page, ines, made, heeded=True)


@pytest.mark.parametrize("named", ["", NAMES["en"], NAMES["ar"]])
def test_a_no_that_comes_with_the_receipt_ends_what_was_said_aloud(ines, clinic, named):
    back = reply_to(digits())
    account = testimonies.take_in_hand(ines, keep(sealed(back=back, consents={"referral": "yes"})))
    case = cases.open_case(ines, account)
    made = actions.refer(ines, case, wish(clinic, asked="spoken"))
    actions.make_page(ines, made)
    if named:
        testimonies.record_consent(ines, account, "referral", "withdrawn", recipient=named)
    else:
        keep(sealed(kind="choices", back=back, consents={"referral": "no"}))
    refused("referrals.not_agreed", actions.make_page, ines, made)
    shown = any("Heron clinic" in line for line in show(case, "en").yes)
    assert shown == (named == NAMES["ar"]), "her page knows no directory: it says what was said of each name"
    actions.refer(ines, case, wish(clinic, asked="spoken"))
    actions.make_page(ines, made)


def test_the_page_says_what_was_agreed_and_nothing_else(ines, case, clinic):
    cases.write_identity(ines, case, "Invented Name", "000 11", "mornings", "blue heron")
    care.describe(ines, case, {"age": "27", "sex": "female", "languages": ["ff"]})
    met = {"day": today(), "how": "here", "outcome": "told", "said": SECRET}
    care.note_meeting(ines, case, met)
    by_none = wish(clinic, shared=[], asked="spoken", purpose="an examination")
    bare = actions.refer(ines, case, by_none)
    # Its own code is drawn, and may have any digits in it.
    written = " ".join(f"{head} {text}" for head, text in carrying.page_of(bare, "en").told if text != bare.code)
    for hidden in ("Invented", "000 11", "27", "examination", SECRET, case.code, case.testimonies.get().code):
        assert hidden not in written
    everything = wish(clinic, shared=[*entries("referral_shares")], purpose="an examination")
    made = actions.refer(ines, case, everything)
    told = dict(carrying.page_of(made, "en").told)
    assert (told["Name"], told["Age"], told["How to reach the person safely"]) == (
        "Invented Name",
        "27",
        "000 11 · mornings",
    )
    assert told["Code"] == made.code and SECRET not in str(told)
    assert "عيادة" in carrying.page_of(made, "ar").to and dict(carrying.page_of(made, "fr").told)["Âge"] == "27"


def test_a_page_with_a_name_is_written_to_the_log_as_an_identity_that_was_seen(ines, case, clinic):
    cases.write_identity(ines, case, "Invented Name", "", "")

    def seen():
        return sum(row.entry.action == "identity.viewed" for row in Row.objects.all())

    made = actions.refer(ines, case, wish(clinic, asked="spoken"))
    before = seen()
    actions.make_page(ines, made)
    assert seen() == before
    actions.make_page(ines, actions.refer(ines, case, wish(clinic, shared=["name"])))
    assert seen() == before + 1
    last = Row.objects.order_by("-index").first().entry
    assert (last.action, last.subject, last.detail) == ("referral.page_made", f"survivor:{case.pk}", {})


def test_what_is_heard_is_kept_each_time_until_nothing_more_is_awaited(ines, case, clinic):
    made = actions.refer(ines, case, wish(clinic, asked="spoken", reply_on=today()))
    assert [need.urgent for need in needs(ines)] == [False]
    actions.hear(ines, made, "accepted", reply_on=today() + timedelta(days=3))
    assert not list(needs(ines))
    Referral.objects.update(reply_on=today() - timedelta(days=1))
    assert [need.urgent for need in needs(ines)] == [True]
    actions.hear(ines, made, "turned_away", "full, they say")
    made.refresh_from_db()
    assert made.ended_on == today() and made.reply_on is None and not list(needs(ines))
    assert [(one.answer, one.heard) for one in made.answers.all()] == [
        ("accepted", ""),
        ("turned_away", "full, they say"),
    ]
    refused("referrals.ended", actions.hear, ines, made, "helped")
    refused("referrals.ended", actions.make_page, ines, made)


def test_a_closed_case_nags_nobody_and_is_referred_nowhere(ines, case, clinic):
    actions.refer(ines, case, wish(clinic, asked="spoken", reply_on=today()))
    cases.close(ines, case, "wish")
    assert not list(needs(ines))
    refused("cases.is_closed", actions.refer, ines, case, wish(clinic))
    refused("cases.is_closed", actions.set_down, ines, case, "police", "declined")


def test_a_no_and_a_lack_are_kept_as_what_they_are(ines, case, clinic):
    actions.set_down(ines, case, "police", "declined", "not now, not ever")
    actions.set_down(ines, case, "safe_house", "unavailable")
    made = actions.refer(ines, case, wish(clinic, asked="spoken"))
    actions.hear(ines, made, "turned_away")
    refused("cases.unknown_code", actions.set_down, ines, case, "police", "referred")
    found = missing(Referral.objects.all())
    assert [(one["kind"], one["lacking"], one["refused"]) for one in found] == [
        ("Medical care", 0, 1),
        ("A safe place to stay", 1, 0),
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"urgency": "soonish"}, "cases.unknown_code"),
        ({"way": "by post"}, "cases.unknown_code"),
        ({"shared": ["story"]}, "cases.unknown_code"),
        ({"service": None, "to": "  ", "kind": "health"}, "referrals.no_recipient"),
        ({"service": None, "to": "x" * 301, "kind": "health"}, "referrals.no_recipient"),
        ({"service": None, "to": "A clinic", "kind": "magic"}, "cases.unknown_code"),
        ({"reply_on": today() - timedelta(days=1)}, "referrals.past_already"),
        ({"asked": "sealed"}, "testimony.unknown_consent"),
    ],
)
def test_what_cannot_be_meant_is_refused(ines, case, clinic, wrong, code):
    refused(code, actions.refer, ines, case, wish(clinic, **wrong))


def test_a_service_that_left_the_directory_is_known_by_the_name_of_then(ines, case, clinic):
    made = actions.refer(ines, case, wish(clinic, asked="spoken"))
    clinic.delete()
    actions.make_page(ines, made)
    page = carrying.page_of(made, "fr")
    assert (page.to, page.where) == (NAMES["en"], ())


class Answers(TestCase):
    """Of all that was answered about one service, under whichever of its names, the latest decides."""

    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(st.sampled_from([*NAMES.values(), "Elsewhere", ""]), st.sampled_from(["yes", "no", "withdrawn"])),
            max_size=5,
        )
    )
    def test_the_latest_answer_decides(self, said):
        ines = add_person(None, "Ines", ["caseworker"], "a first password 77")
        case = cases.open_case(ines)
        for recipient, answer in said:
            write_consent(ines, case, Said("referral", answer, recipient=recipient))
        holds = False
        for recipient, answer in said:
            if recipient in NAMES.values():
                holds = answer == "yes"
            elif not recipient and answer != "yes":  # a no to being referred at all ends what was agreed by name
                holds = False
        service = Service(kind="health", names=NAMES)
        assert agreed(case, names_of(service, NAMES["en"])) == holds
