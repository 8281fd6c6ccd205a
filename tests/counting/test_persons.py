"""The minimum is never above what may have happened, by a model of persons that shares nothing with the engine."""

from hypothesis import assume, given, settings
from tests.counting.drawn import a_telling, questions
from tests.counting.persons import PARTIES, PLACES, Telling, Ways
from tests.counting.persons_asked import Within

from amana.counting.at_least import Count
from amana.counting.regions import Question
from amana.counting.world import World
from amana.events.claims import Claim

WORLD = World.of(PARTIES, PLACES)
ALL = Question()


@settings(max_examples=80, deadline=None)
@given(a_telling())
def test_the_minimum_is_the_least_that_may_have_happened(claims: list[Claim]) -> None:
    telling = Telling(claims)
    found = Count(claims, WORLD).at_least(ALL)
    for unit, figure in (("survivors", found.survivors), ("persons", found.persons)):
        ways = Ways(telling, unit)
        assume(ways.consistent())
        least = ways.least()
        assert figure <= least, unit
        if all(claim.people.age == (None, None) for claim in claims):
            assert figure == least, "ages and days are compared one by one, all else is sharp"


@settings(max_examples=30, deadline=None)
@given(a_telling(3), questions())
def test_the_minimum_of_what_is_asked_is_the_least_that_may_have_happened_there(
    claims: list[Claim], question: Question
) -> None:
    claims = [stated(one) for one in claims]
    telling = Telling(claims)
    assume(Ways(telling, "survivors").consistent())
    assert Count(claims, WORLD).at_least(question).survivors <= Within(telling, question).least()


def stated(claim: Claim) -> Claim:
    """The same, by whoever it may be by, for certain; what is likely counts for a party all the same."""
    concluded = tuple(one.model_copy(update={"sure": "stated"}) for one in claim.by.concluded)
    return claim.model_copy(update={"by": claim.by.model_copy(update={"concluded": concluded})})


def hold(claims: list[Claim]) -> bool:
    telling = Telling(claims)
    return all(Ways(telling, unit).holds() for unit in ("survivors", "persons"))


@settings(max_examples=120, deadline=None)
@given(a_telling())
def test_what_is_named_as_contradicting_does_and_nothing_in_it_can_be_spared(claims: list[Claim]) -> None:
    for one in Count(claims, WORLD).contradictions:
        named = [claim for claim in claims if claim.id in one.claims]
        assert not hold(named), one
        assert all(hold([claim for claim in named if claim is not spared]) for spared in named), one


@settings(max_examples=60, deadline=None)
@given(a_telling())
def test_what_it_says_of_its_claims_is_so(claims: list[Claim]) -> None:
    found = Count(claims, WORLD).at_least(ALL)
    assume(Ways(Telling(claims), "survivors").consistent())
    spared = {one.claim for one in found.absorbed}
    without = Count([one for one in claims if one.id not in spared], WORLD).at_least(ALL)
    assert without.survivors == found.survivors, "what is absorbed adds nothing"
    place = {one.id: number for number, one in enumerate(claims)}
    for fact in found.would_raise:
        apart = [frozenset({place[fact.claim], place[other]}) for other in fact.others]
        ways = Ways(Telling(claims), "survivors", apart)
        if ways.consistent():
            assert ways.least() >= found.survivors + fact.adds > found.survivors, fact
