"""Registers that claim to be complete, and claims that cannot all hold: what trying everything finds."""

from datetime import date

import pytest
from hypothesis import given, settings
from tests.counting.invented import CHANGED, WORLD
from tests.counting.test_at_least import LAND, NEXT, NORTH, SOUTH, YEAR, by, claim
from tests.counting.tried_registers import close, extremes, some_with_registers

from amana.counting.at_least import Count
from amana.counting.contradictions import Contradiction
from amana.counting.masks import members
from amana.counting.regions import SEXUAL, Question
from amana.events.claims import Claim

BOTH_YEARS = {"within": [date(2020, 1, 1), date(2021, 12, 31)]}
WHOLE = Question(acts=SEXUAL.acts)


def cases(name: str, number: int, **more: object) -> Claim:
    return claim(name, number, **{"unit": "cases", "place": NORTH, "period": YEAR, **more})


def register(name: str, number: int, **more: object) -> Claim:
    return cases(name, number, **{"complete": True, "acts": ["crsv"], **more})


def asked(place: str) -> Question:
    return Question(acts=SEXUAL.acts, places=frozenset({place}), start=date(2020, 1, 1), end=date(2020, 12, 31))


@settings(max_examples=80, deadline=None)
@given(some_with_registers())
def test_least_and_most_are_what_trying_everything_finds(given: tuple[list[Claim], Question]) -> None:
    claims, question = given
    near, asked_near = close(claims, question)
    count = Count(near, WORLD)
    found = count.at_least(asked_near)
    inside = set(members(count.asked.inside(asked_near) & count.everyone))
    for unit, plain in (("survivors", found.survivors), ("persons", found.persons)):
        least, most = extremes(claims, question, unit, inside)
        limits = found.limits.get(unit)
        if least is not None and limits is not None:
            assert plain <= limits.least <= least
            assert most is not None and (limits.most is None or limits.most >= most)


@settings(max_examples=60, deadline=None)
@given(some_with_registers())
def test_contradictions_are_smallest_sets_and_none_is_missed(given: tuple[list[Claim], Question]) -> None:
    claims, _ = given
    named = [one for one in Count(close(claims, WHOLE)[0], WORLD).contradictions if one.about == "register"]
    units = ("survivors", "persons")

    def hold(some: list[Claim]) -> bool:
        ids = {one.id for one in some}
        some = [one.model_copy(update={"apart": tuple(set(one.apart) & ids)}) for one in some]
        return not some or all(extremes(some, WHOLE, unit, set())[0] is not None for unit in units)

    assert bool(named) != hold(claims)
    for contradiction in named:
        chosen = [one for one in claims if one.id in contradiction.claims]
        assert not hold(chosen)
        assert all(hold([one for one in chosen if one is not spared]) for spared in chosen)


def test_a_register_bounds_from_above_and_never_raises_the_minimum() -> None:
    count = Count([cases("land", 50, place=LAND), register("s", 10, place=SOUTH), cases("v", 4, place=SOUTH)], WORLD)
    south, land = count.at_least(asked("south")), count.at_least(asked("land"))
    assert (south.survivors, south.limits["survivors"].most, south.limits["persons"].most) == (10, 10, 10)
    assert (land.survivors, land.limits["survivors"].least, land.limits["survivors"].most) == (50, 50, None)
    assert not count.contradictions


def test_a_register_of_persons_or_of_some_acts_bounds_no_more_than_it_says() -> None:
    persons = Count([register("r", 3, unit="persons")], WORLD).at_least(asked("north")).limits
    assert persons["persons"].most == 3 and "survivors" not in persons
    rapes = Count([register("r", 3, acts=["crsv.rape"])], WORLD).at_least(asked("north")).limits
    assert rapes["survivors"].most is None
    assert "survivors" not in Count([register("r", 3, unit="incidents")], WORLD).at_least(asked("north")).limits


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        (
            [cases("a", 20), register("r", 10), cases("b", 5)],
            Contradiction(("a", "r"), "register", "r", 20, 10),
        ),
        (
            [claim("t", 5, contains=["a", "b"]), claim("a", 3, apart=["b"]), claim("b", 3)],
            Contradiction(("a", "b", "t"), "parts", "t", 6, 5),
        ),
        (
            [cases("long", 30, period=BOTH_YEARS), register("r1", 10), register("r2", 11, period=NEXT)],
            Contradiction(("long", "r1", "r2"), "register"),
        ),
        ([claim("n", place=NORTH, overlaps=["s"]), claim("s", place=SOUTH)], Contradiction(("n", "s"), "elsewhere")),
        ([claim("n", overlaps=["s"], apart=["s"]), claim("s")], Contradiction(("n", "s"), "apart")),
        ([claim("odd", by=by("red", "green") | {"how": "each"})], Contradiction(("odd",), "allies")),
    ],
)
def test_a_contradiction_is_named_and_settles_nothing(claims: list[Claim], found: Contradiction) -> None:
    count = Count(claims, WORLD)
    assert count.contradictions == (found,)
    assert count.at_least(Question()).survivors >= max(one.quantity.number or 0 for one in claims)


def test_a_contradiction_names_the_totals_that_it_rests_on() -> None:
    first, second = claim("first", 5, contains=["a"], apart=["second"]), claim("second", 5, contains=["b"])
    same = [claim("a", overlaps=["b"]), claim("b")]
    assert Count([first, second, *same], WORLD).contradictions == (
        Contradiction(("a", "b", "first", "second"), "apart"),
    )
    assert not Count(same, WORLD).contradictions
    inner = [cases("land", 9, contains=["inner"]), claim("inner", 9, unit="cases")]
    (found,) = Count([*inner, register("r", 3), cases("more", 2)], WORLD).contradictions
    assert found.claims == ("land", "r")
    twice = claim("c", contains=["d"], apart=["e"])
    assert not Count([twice, claim("d"), claim("e", contains=["d"], unit="allegations")], WORLD).contradictions


def test_parties_at_war_at_one_time_may_have_acted_together_at_another() -> None:
    both = by("red", "green") | {"how": "each"}
    across = claim("c", by=both, period={"within": [date(2020, 3, 1), date(2020, 8, 1)]})
    assert not Count([across], CHANGED).contradictions
    since = across.model_copy(update={"period": claim("x", period={"within": [date(2020, 7, 1), None]}).period})
    assert [one.about for one in Count([since], CHANGED).contradictions] == ["allies"]


@pytest.mark.parametrize(
    "narrower",
    [
        {"by": by("red", sure="likely")},
        {"by": {"described": ["men in red"]}},
        {"by": by("red", "blue") | {"how": "each"}},
        {"acts": ["crsv.rape", "crsv.other"], "acts_each": True},
        {"acts": ["crsv.rape", "icc.rape"]},
        {"attempt": "completed"},
    ],
)
def test_a_register_of_fewer_than_all_bounds_nothing(narrower: dict[str, object]) -> None:
    count = Count([register("r", 3, **narrower), cases("a", 9, by=by("red"))], WORLD)
    assert not count.contradictions
    assert "survivors" not in count.at_least(asked("north")).limits


def test_what_lasted_there_at_any_time_is_in_the_register() -> None:
    held = {"acts": ["crsv.sexual_slavery"]}
    inside = cases("held", 9, **held)
    assert [one.claims for one in Count([inside, register("r", 3)], WORLD).contradictions] == [("held", "r")]
    across = claim("across", 9, unit="cases", place=LAND, period=YEAR, **held)
    assert not Count([across, register("r", 3)], WORLD).contradictions


def test_the_parts_that_fit_their_total_are_no_contradiction() -> None:
    parts = [claim("t", 5, contains=["a", "b"]), claim("a", 3), claim("b", 3)]
    assert not Count(parts, WORLD).contradictions
    assert not Count(
        [cases("long", 21, period=BOTH_YEARS), register("r1", 10), register("r2", 11, period=NEXT)], WORLD
    ).contradictions


def test_a_party_that_was_not_there_yet_is_named() -> None:
    blue = CHANGED.parties["blue"].model_copy(update={"since": date(2021, 1, 1)})
    world = type(WORLD).of([blue], WORLD.places.values())
    early, late = claim("early", by=by("blue"), period=YEAR), claim("late", by=by("blue"), period=NEXT)
    assert Count([early, late], world).contradictions == (Contradiction(("early",), "not_there"),)


def test_many_records_in_a_register_are_told_apart_from_too_many() -> None:
    records = [claim(f"p{n:03}", person=f"p{n:03}", place=NORTH, period=YEAR) for n in range(120)]
    assert not Count([*records, register("r", 120)], WORLD).contradictions
    (found,) = Count([*records, register("r", 119)], WORLD).contradictions
    assert (len(found.claims), found.least, found.most) == (121, 120, 119)
