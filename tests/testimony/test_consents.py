"""One function decides what holds: per purpose and recipient, until its day, and for one account as for all of them."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana.errors import Problem
from amana.testimony import actions, consents
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.models import Consent, Survivor
from deskkit import keep, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COURT, PAPER = "The Court", "A newspaper"


def in_days(days):
    """A day that is so far off."""
    return consents.today() + timedelta(days=days)


@pytest.fixture
def hers(person):
    """A caseworker, and an account in her hands of which nothing was asked."""
    caseworker = person("caseworker")
    row = keep(sealed(consents={}))
    return caseworker, actions.take_in_hand(caseworker, row)


def say(hers, purpose, answer="yes", **more):
    return actions.record_consent(*hers, purpose, answer, **more)


def oracle(said, each, recipient):
    """What the rules say in words, over (recipient, answer, last day) in the order in which they were said."""
    general = [one for one in enumerate(said) if one[1][0] == ""]
    own = [one for one in enumerate(said) if one[1][0] == recipient] if recipient else []

    def good(one):
        return one[1][1] == "yes" and (one[1][2] is None or one[1][2] >= consents.today())

    if recipient is None:
        return bool(general) and good(general[-1])
    if own:
        refused_since = any(one[0] > own[-1][0] and one[1][1] != "yes" for one in general)
        return good(own[-1]) and not refused_since
    return not each and bool(general) and good(general[-1])


ANSWERS = st.tuples(
    st.sampled_from(["", COURT, PAPER]),
    st.sampled_from(["yes", "no", "withdrawn"]),
    st.sampled_from([None, -1, 0, 1]),
)


@given(said=st.lists(ANSWERS, max_size=5), purpose=st.sampled_from(["publication", "evidence"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_said_in_whatever_order_the_rules_decide(db, said, purpose):
    """Asked of a person, since those are made quickly; of an account the same lines of code decide."""
    she = Survivor.objects.create()
    said = [(recipient, answer, days if days is None else in_days(days)) for recipient, answer, days in said]
    for recipient, answer, until in said:
        Consent.objects.create(
            survivor=she, purpose=purpose, answer=answer, way="spoken", valid_until=until,
            recipient=consents.index_of(recipient), named=recipient,
        )  # fmt: skip
    each = purpose == "evidence"
    for recipient in (None, COURT, PAPER, "Somebody else"):
        assert consents.allows_of(she, purpose, recipient) is oracle(said, each, recipient), recipient
    shown = {one.row.named: one.yes for one in consents.answered(she)}
    for recipient in {one[0] for one in said} - {""}:
        assert shown[recipient] == oracle(said, each, recipient), "what is shown is what is decided"


def test_a_yes_to_investigators_is_a_yes_to_none_of_them_by_name(hers):
    _, row = hers
    say(hers, "evidence")
    assert consents.allows(row, "evidence")
    assert not consents.allows(row, "evidence", COURT)
    say(hers, "evidence", recipient=f"  the   court {''}")
    assert consents.allows(row, "evidence", COURT)
    assert not consents.allows(row, "evidence", PAPER)


def test_the_public_is_named_by_the_question_itself_but_one_paper_can_be_refused(hers):
    _, row = hers
    say(hers, "publication")
    say(hers, "publication", "no", recipient=PAPER)
    assert consents.allows(row, "publication", "the public")
    assert not consents.allows(row, "publication", PAPER)


def test_it_holds_until_its_last_day_and_not_after(hers, monkeypatch):
    _, row = hers
    say(hers, "count", valid_until=in_days(0))
    assert consents.allows(row, "count")
    tomorrow = in_days(1)
    monkeypatch.setattr(consents, "today", lambda: tomorrow)
    assert not consents.allows(row, "count")
    assert [(one.yes, one.ended) for one in consents.answered(row)] == [(False, True)]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("count", "yes", "spoken"), None),
        (("count", "maybe", "spoken"), "testimony.unknown_consent"),
        (("count", "yes", "sealed"), "testimony.unknown_consent"),
        (("anything", "yes", "thumb"), "testimony.unknown_consent"),
    ],
)
def test_what_is_no_answer_is_refused(hers, said, code):
    if code is None:
        assert actions.record_consent(*hers, *said).recorded_by == hers[0]
        return
    with pytest.raises(Problem) as problem:
        actions.record_consent(*hers, *said)
    assert problem.value.code == code


def test_a_recipient_of_what_is_not_shared_and_a_day_that_is_past_are_refused(hers):
    for more, code in (
        ({"recipient": COURT}, "testimony.shared_with_nobody"),
        ({"valid_until": in_days(-1)}, "testimony.past_already"),
    ):
        with pytest.raises(Problem) as problem:
            say(hers, "count", **more)
        assert problem.value.code == code


def test_who_was_named_is_sealed_and_is_in_no_log(hers):
    from django.db import connection

    from amana.testimony.custody.models import Row

    say(hers, "evidence", recipient="The Invented Tribunal", way="thumb", language="bm")
    with connection.cursor() as cursor:
        cursor.execute("SELECT named, recipient FROM testimony_consent WHERE purpose = %s", ["evidence"])
        assert b"Tribunal" not in b"".join(
            bytes(v) if not isinstance(v, str) else v.encode() for v in cursor.fetchone()
        )
    last = Row.objects.order_by("-index").first().entry
    assert (last.action, last.detail) == ("consent.recorded", {"purpose": "evidence", "answer": "yes", "way": "thumb"})


def test_an_answer_for_a_case_is_one_for_each_account_of_it_and_for_none_that_comes_later(hers):
    from amana.testimony.asking import Said

    caseworker, row = hers
    survivor = cases.open_case(caseworker, row)
    cases.record_consent(caseworker, survivor, Said("publication", "yes"))
    later = actions.take_in_hand(caseworker, keep(sealed(consents={})))
    cases.add_testimony(caseworker, survivor, later)
    assert set(consents.agreeing("publication", "the public")) == {row.pk}
    assert consents.allows_of(survivor, "publication", "the public")


def minor(hers, **more):
    caseworker, row = hers
    survivor = cases.open_case(caseworker, row)
    care.describe(caseworker, survivor, {"age": "14", **more})
    return caseworker, survivor


def test_nothing_of_a_child_is_shared_before_its_best_interest_was_weighed(hers):
    say(hers, "publication")
    caseworker, survivor = minor(hers)
    row = hers[1]
    assert consents.allows(row, "publication") and not consents.allows(row, "publication", "the public")
    care.weigh(caseworker, survivor, "The mother and the doctor were asked.", True)
    assert consents.allows(row, "publication", "the public")
    care.weigh(caseworker, survivor, "A neighbour has begun to ask.", False)
    assert not consents.allows(row, "publication", "the public")


def test_a_childs_own_no_holds_whoever_agrees(hers):
    caseworker, survivor = minor(hers, assent="no")
    care.add_guardian(caseworker, survivor, "mother", "no", "", "")
    survivor.refresh_from_db()
    row = hers[1]
    row.refresh_from_db()
    with pytest.raises(Problem) as problem:
        actions.record_consent(caseworker, row, "evidence", "yes", "guardian")
    assert problem.value.code == "cases.no_assent"
    assert actions.record_consent(caseworker, row, "evidence", "no", "guardian").answer == "no"


def test_nobody_answers_for_somebody_of_whom_no_guardian_is_known(hers):
    with pytest.raises(Problem) as problem:
        say(hers, "publication", way="guardian")
    assert problem.value.code == "cases.no_guardian"


@pytest.mark.parametrize("harmed", ["maybe", "yes", "unknown"])
def test_a_guardian_who_may_have_harmed_answers_for_nobody(hers, harmed):
    caseworker, survivor = minor(hers)
    row = hers[1]
    row.refresh_from_db()
    guardian = care.add_guardian(caseworker, survivor, "father", "no", "", "")
    actions.record_consent(caseworker, row, "publication", "yes", "guardian")
    care.weigh(caseworker, survivor, "Weighed.", True)
    assert consents.allows(row, "publication", "the public")
    care.change_guardian(caseworker, survivor, guardian, harmed)
    assert not consents.allows(row, "publication", "the public"), "what was agreed for her waits"
    row.refresh_from_db()
    with pytest.raises(Problem) as problem:
        actions.record_consent(caseworker, row, "evidence", "yes", "guardian")
    assert problem.value.code == "cases.no_guardian"


def test_a_risk_may_hold_everything_back_until_it_is_over(hers):
    caseworker, row = hers
    say(hers, "publication")
    survivor = cases.open_case(caseworker, row)
    care.weigh_risk(caseworker, survivor, "likely", "an armed man", "call nobody", in_days(1), True)
    assert not consents.allows(row, "publication", "the public")
    care.weigh_risk(caseworker, survivor, "none", "", "", None, False)
    assert consents.allows(row, "publication", "the public")
