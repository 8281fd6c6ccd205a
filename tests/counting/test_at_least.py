"""The minimum is what trying everything finds; it never falls with a claim more, nor changes with order."""

from datetime import date
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.counting import persons as changed_sides
from tests.counting.drawn import a_telling
from tests.counting.invented import CHANGED, PARTIES, PLACES, WORLD, related_claims, some_claims

from amana.counting import programme
from amana.counting.at_least import Count
from amana.counting.contradictions import Contradiction
from amana.counting.regions import SEXUAL, Question
from amana.counting.rows import rows
from amana.counting.world import World
from amana.events.claims import Claim

ALL = Question()
WORLD_OF_ALL = World.of([*PARTIES, *(one for one in changed_sides.PARTIES if one.id in ("turncoat", "young"))], PLACES)


def claim(name: str, number: int = 1, **more: object) -> Claim:
    return Claim.model_validate(
        {
            "id": name,
            "source": "x",
            "summary": "Invented.",
            "unit": "persons",
            "acts": ["crsv.rape"],
            "quantity": {"kind": "exactly", "number": number},
            **more,
        }
    )


def by(*parties: str, sure: str = "stated") -> dict[str, object]:
    return {"concluded": [{"party": party, "by": "x", "sure": sure} for party in parties]}


NORTH, SOUTH, LAND = ({"in": [place]} for place in ("north", "south", "land"))
YEAR = {"within": [date(2020, 1, 1), date(2020, 12, 31)]}
NEXT = {"within": [date(2021, 1, 1), date(2021, 12, 31)]}


@settings(max_examples=60, deadline=None)
@given(st.one_of(related_claims(), a_telling(6)))
def test_a_programme_that_grows_by_what_its_harms_left_finds_the_same(claims: list[Claim]) -> None:
    at_once = Count(claims, WORLD_OF_ALL).at_least(ALL)
    with patch.multiple(programme, AT_ONCE=0, LARGE=1):
        grown = Count(claims, WORLD_OF_ALL).at_least(ALL)
    assert (grown.survivors, grown.persons) == (at_once.survivors, at_once.persons)


@settings(max_examples=100, deadline=None)
@given(st.one_of(related_claims(), a_telling(6)), st.randoms())
def test_order_never_matters_and_a_claim_more_never_lowers(claims: list[Claim], chance) -> None:
    whole = Count(claims, WORLD_OF_ALL).at_least(ALL)
    mixed = list(claims)
    chance.shuffle(mixed)
    again = Count(mixed, WORLD_OF_ALL).at_least(ALL)
    assert again == whole and again.absorbed == whole.absorbed and list(again.cautions) == list(whole.cautions)
    gone = chance.choice(claims)
    fewer = Count([one for one in claims if one != gone], WORLD_OF_ALL).at_least(ALL)
    assert fewer.survivors <= whole.survivors and fewer.persons <= whole.persons


@settings(max_examples=100, deadline=None)
@given(some_claims(5))
def test_no_part_is_larger_than_the_whole_and_the_claims_named_suffice(claims: list[Claim]) -> None:
    count = Count(claims, WORLD)
    whole = count.at_least(ALL)
    for dimension in ("party", "place", "act", "year", "people"):
        for row in rows(count, ALL, [dimension]):
            assert row.minimum.survivors <= whole.survivors
            assert row.minimum.persons <= whole.persons
    alone = Count([one for one in claims if one.id in whole.claims], WORLD).at_least(ALL)
    assert alone.survivors == whole.survivors
    told = {*whole.claims, *(one.claim for one in whole.absorbed), *whole.unnumbered}
    assert told == {one.id for one in claims}


def count_of(*claims: Claim, question: Question = SEXUAL) -> tuple[int, int]:
    found = Count(claims, WORLD).at_least(question)
    return found.survivors, found.persons


def test_nested_claims_count_once_and_disjoint_ones_add_up() -> None:
    whole, part = claim("whole", 10, place=LAND, period=YEAR), claim("part", 4, place=NORTH, period=YEAR)
    assert count_of(whole, part) == (10, 10)
    assert count_of(claim("n", 8, place=NORTH, period=YEAR), claim("s", 4, place=SOUTH, period=YEAR), whole) == (12, 10)
    assert count_of(claim("then", 3, period=YEAR), claim("later", 2, period=NEXT)) == (5, 3)


def test_enemies_add_up_and_possible_allies_do_not() -> None:
    assert count_of(claim("r", 5, by=by("red-first")), claim("g", 4, by=by("green"))) == (9, 5)
    assert count_of(claim("r", 5, by=by("red")), claim("b", 4, by=by("blue"))) == (5, 5)
    found = Count([claim("r", 5, by=by("red")), claim("b", 4, by=by("blue"))], WORLD).at_least()
    assert found.cautious
    assert [one.because for one in found.cautions] == [("parties_may_act_together", "place_unsaid")]


def test_a_party_entered_as_at_war_with_what_it_is_part_of_adds_nobody() -> None:
    red, first, *others = PARTIES
    second = first.model_copy(update={"id": "red-second"})
    claims = [claim("f", 5, by=by("red-first")), claim("s", 4, by=by("red-second"))]

    def at_war(**more: object) -> int:
        world = World.of([red, first.model_copy(update=more), second, *others], PLACES)
        return Count(claims, world).at_least().survivors

    assert at_war(opposed=("red",)) == 5
    assert at_war(opposed=("red-second",)) == 9


def test_a_joint_claim_is_for_both_and_says_nothing_of_each() -> None:
    both = claim("both", 58, by=by("red", "blue"))
    table = {row.keys["party"]: row for row in rows(Count([both], WORLD), SEXUAL, ["party"])}
    assert table["blue+red"].minimum.survivors == 58
    assert (table["red"].minimum.survivors, table["red"].jointly) == (0, ("both",))
    assert (table["blue"].minimum.survivors, table["blue"].jointly) == (0, ("both",))
    each = claim("each", 3, by=by("red", "blue") | {"how": "each"})
    table = {row.keys["party"]: row for row in rows(Count([each], WORLD), SEXUAL, ["party"])}
    assert table["red"].minimum.survivors == table["blue"].minimum.survivors == 3


def test_what_is_only_possible_attributes_nothing() -> None:
    said = claim("p", by=by("red", sure="possible") | {"described": ["men in red"]})
    found = {row.keys["party"] for row in rows(Count([said], WORLD), SEXUAL, ["party"])}
    assert found == {"unidentified"}


def test_what_is_likely_counts_for_the_party_and_adds_nothing_to_the_whole() -> None:
    red, green = claim("r", 5, by=by("red")), claim("g", 4, by=by("green", sure="likely"))
    assert count_of(red, green) == (5, 5)
    table = {row.keys["party"]: row.minimum.survivors for row in rows(Count([red, green], WORLD), SEXUAL, ["party"])}
    assert table == {"red": 5, "green": 4}


def test_only_the_time_of_an_event_places_it_in_a_year() -> None:
    treated = claim("treated", 28, period=NEXT | {"of": "treatment"})
    count = Count([treated, claim("e", 2, period=YEAR)], WORLD)
    table = {row.keys["year"]: row for row in rows(count, SEXUAL, ["year"])}
    assert set(table) == {"2020"}
    assert table["2020"].minimum.survivors == 2
    assert list(table["2020"].minimum.undecided) == [("treated", ("time",))]
    assert count_of(treated, claim("e", 2, period=YEAR)) == (28, 28)


def test_units_bound_persons_only_as_far_as_is_sound() -> None:
    assert count_of(claim("c", 7, unit="cases")) == (7, 1)
    assert count_of(claim("i", 7, unit="incidents")) == (7, 1)
    found = Count([claim("a", 7, unit="allegations")], WORLD).at_least()
    assert (found.survivors, found.persons, found.units) == (1, 1, {"allegations": 7})
    assert count_of(
        Claim.model_validate(
            {
                "id": "camp",
                "source": "x",
                "summary": "Invented.",
                "unit": "population",
                "quantity": {"kind": "over", "number": 9},
            }
        ),
        question=ALL,
    ) == (0, 0)


def test_numbers_that_are_hedged_or_missing_bind_nothing() -> None:
    vague = [
        claim("several", quantity={"kind": "several"}),
        claim("about", quantity={"kind": "about", "number": 20}),
        claim("hedged", 20, hedge="as many as"),
    ]
    found = Count(vague, WORLD).at_least()
    assert (found.survivors, found.unnumbered) == (0, ("about", "hedged", "several"))
    assert count_of(claim("range", quantity={"kind": "range", "number": 3, "upto": 9})) == (3, 3)
    assert count_of(claim("over", quantity={"kind": "over", "number": 3})) == (4, 4)


def test_people_who_cannot_be_the_same_add_up() -> None:
    girls = claim("girls", 3, people={"sex": "female", "age": [0, 12]}, period=YEAR)
    old = claim("old", 2, people={"sex": "female", "age": [60, None]}, period=NEXT)
    assert count_of(girls, old) == (5, 5)
    nearly = claim("nearly", 2, people={"sex": "female", "age": [13, 13]}, period=NEXT)
    assert count_of(girls, nearly) == (5, 3)
    dead = claim("dead", 4, acts=["other.killing"], period=YEAR)
    assert count_of(dead, claim("later", 2, period=NEXT), question=ALL) == (6, 6)
    assert count_of(dead, claim("before", 2, period=YEAR), question=ALL) == (4, 4)


def test_an_act_that_lasts_is_not_told_apart_by_place_or_time() -> None:
    held = [
        claim("n", 5, acts=["crsv.sexual_slavery"], place=NORTH, period=YEAR),
        claim("s", 4, acts=["crsv.forced_marriage"], place=SOUTH, period=NEXT),
    ]
    assert count_of(*held) == (5, 5)
    assert count_of(*held, claim("third", 3, acts=["crsv.sexual_slavery"], place={"in": ["hill"]})) == (5, 5)
    once = [claim("rape", 3, place=SOUTH, period=YEAR), claim("other", 1, place=NORTH, period=NEXT)]
    assert count_of(*held, *once) == (5, 5), "what happened once may have happened to her while she was held"
    assert count_of(*once) == (4, 3), "what does not last happens once"


def test_an_act_that_lasts_may_outlast_a_childhood_and_never_a_birth() -> None:
    held, years = {"acts": ["crsv.sexual_slavery"]}, {"within": [date(2014, 1, 1), date(2018, 12, 31)]}
    girls = claim("girls", 5, people={"sex": "female", "age": [10, 17]}, period=years, **held)
    women = claim("women", 4, people={"sex": "female", "age": [18, None]}, period=years, **held)
    assert count_of(girls, women) == (5, 5), "a girl who was held for years was a woman when it ended"
    old = claim("old", 3, people={"sex": "female", "age": [60, None]}, period=years, **held)
    assert count_of(girls, old) == (8, 8), "nobody grows by forty years in five"
    once = claim("once", 4, people={"sex": "female", "age": [18, None]}, period=years)
    assert count_of(girls, once) == (5, 5), "it may have happened while she was held, when she was a woman"
    young = claim("young", 2, people={"sex": "female", "age": [10, 17]}, period=years)
    assert count_of(young, once) == (6, 4), "what does not last happens at one age"


def test_other_allegations_need_not_be_of_others() -> None:
    assert count_of(claim("a", 7, unit="allegations", apart=["b"]), claim("b", 5, unit="allegations")) == (1, 1)
    assert count_of(claim("a", 7, unit="cases", apart=["b"]), claim("b", 5, unit="cases")) == (12, 1)


def test_records_linked_as_of_one_person_are_one_however_much_they_differ() -> None:
    records = [
        claim("a1", person="ada", people={"sex": "female", "age": [20, 20]}, period=YEAR),
        claim("a2", person="ada", people={"sex": "female", "age": [40, 40]}, period=YEAR),
    ]
    assert count_of(*records) == (2, 1)
    assert Count(records, WORLD).contradictions == (Contradiction(("a1", "a2"), "person"),)
    assert count_of(*records, claim("girls", 2, people={"age": [0, 11]}, period=YEAR)) == (4, 3)


def test_nobody_is_harmed_before_birth_and_a_birthday_is_a_day() -> None:
    children = claim("children", 2, people={"age": [0, 5]}, period={"within": [date(2020, 1, 1), date(2020, 1, 1)]})
    assert count_of(children, claim("then", 3, period={"within": [None, date(2014, 1, 1)]})) == (5, 5)
    assert count_of(children, claim("then", 3, period={"within": [None, date(2014, 1, 2)]}))[1] == 3


def test_who_changed_sides_may_have_held_her_on_both() -> None:
    world = World.of(changed_sides.PARTIES, changed_sides.PLACES)
    held = {"acts": ["crsv.sexual_slavery"]}
    before = {"within": [date(2017, 1, 1), date(2017, 12, 31)]}
    after = {"within": [date(2019, 1, 1), date(2019, 12, 31)]}
    claims = [claim("r", 5, by=by("red"), period=before, **held), claim("g", 4, by=by("green"), period=after, **held)]
    assert Count(claims, world).at_least().survivors == 5
    once = [one.model_copy(update={"acts": ("crsv.rape",)}) for one in claims]
    assert Count(once, world).at_least().survivors == 9
    assert Count([*claims, claim("t", 1, by=by("turncoat"))], world).at_least().survivors == 5


def test_a_claim_that_rests_on_its_total_names_it() -> None:
    total = claim("total", 2, place=NORTH, period=YEAR, contains=["inner"])
    found = Count([total, claim("inner", 3), claim("s", 2, place=SOUTH)], WORLD).at_least()
    assert (found.survivors, found.claims) == (5, ("inner", "s", "total"))


def test_what_lasts_lies_where_its_total_does_only_as_a_whole() -> None:
    inner = claim("inner", 2, period=YEAR)
    asked = Question(places=frozenset({"north"}), start=date(2020, 1, 1), end=date(2020, 12, 31))
    for acts, least in ((["crsv.rape"], 2), (["crsv.sexual_slavery"], 0)):
        total = claim("total", 2, place=NORTH, contains=["inner"], acts=acts)
        assert count_of(total, inner, question=asked)[0] == least


def test_what_a_source_says_of_its_claims_is_kept() -> None:
    total = claim("total", 5, place=NORTH, period=YEAR, contains=["inner"])
    inner = claim("inner", 3)
    assert count_of(total, inner, question=Question(places=frozenset({"north"}))) == (5, 5)
    assert count_of(claim("a", 5, apart=["b"]), claim("b", 3)) == (8, 8)
    cases = [claim("a", 5, apart=["b"]), claim("b", 3, unit="cases")]
    assert count_of(*cases) == (8, 5)
    same = [claim("n", 5, place=NORTH, overlaps=["s"]), claim("s", 4, place=SOUTH)]
    assert count_of(*same) == (5, 5)
    assert not Count(same, WORLD).at_least().cautious
    assert count_of(*same, claim("other", 5, place=SOUTH)) == (10, 5)
    three = [
        claim("n", 5, place=NORTH, overlaps=["s", "h"]),
        claim("s", 5, place=SOUTH, overlaps=["h"]),
        claim("h", 5, place={"in": ["hill"]}, people={"sex": "male"}),
    ]
    assert count_of(*three) == (5, 5)


def test_what_is_asked_is_all_that_counts() -> None:
    some = claim("some", 4, place=NORTH, period=YEAR, people={"sex": "female", "age": [0, 17]})
    wide = claim("wide", 9, acts=["crsv"])
    girls = Question(acts=frozenset({"crsv.rape"}), places=frozenset({"land"}), sex="female", ages=(0, 17))
    found = Count([some, wide], WORLD).at_least(girls)
    assert (found.survivors, found.claims) == (4, ("some",))
    assert list(found.undecided) == [("wide", ("place", "act", "people"))]


def test_a_claim_at_odds_with_what_is_known_still_counts_and_adds_nothing_up() -> None:
    odd = claim("odd", 3, by=by("red", "green") | {"how": "each"})
    assert count_of(odd) == (3, 3)
    assert count_of(odd, claim("b", 2, by=by("blue"))) == (3, 3)


def test_a_claim_that_adds_nothing_says_what_it_would_add() -> None:
    found = Count([claim("more", 9), claim("less", 4)], WORLD).at_least()
    assert [(one.claim, one.by, one.adds_if_apart) for one in found.absorbed] == [("less", ("more",), 4)]
    assert found.survivors + 4 == count_of(claim("more", 9, apart=["less"]), claim("less", 4))[0]


def test_acts_stay_with_the_party_that_was_there_then() -> None:
    before = {"within": [date(2020, 1, 1), date(2020, 3, 1)]}
    after = {"within": [date(2020, 7, 1), date(2020, 8, 1)]}
    across = {"within": [date(2020, 3, 1), date(2020, 8, 1)]}
    claims = [
        claim("a", 3, by=by("green"), period=before),
        claim("b", 5, by=by("green"), period=after),
        claim("c", 9, by=by("green"), period=across),
    ]
    blue = Count(claims, CHANGED).at_least(Question(parties=frozenset({"blue"})))
    assert (blue.survivors, list(blue.undecided)) == (5, [("c", ("party",))])
    assert Count(claims, CHANGED).at_least(Question(parties=frozenset({"green"}))).survivors == 9
    foes = [claim("r", 4, by=by("red"), period=before), claim("g", 3, by=by("green"), period=before)]
    assert Count(foes, CHANGED).at_least().survivors == 4
    foes = [one.model_copy(update={"period": claims[1].period}) for one in foes]
    assert Count(foes, CHANGED).at_least().survivors == 7


def test_linked_records_are_claims_of_one_person_each() -> None:
    records = [
        claim("a1", person="ada", place=NORTH, period=YEAR),
        claim("a2", person="ada", place=NORTH, period=YEAR),
        claim("a3", person="ada", place=SOUTH, period=NEXT),
        claim("b1", person="bea", place=NORTH, period=YEAR),
        claim("x", place=NORTH, period=YEAR),
    ]
    assert count_of(*records) == (3, 2)
    assert count_of(*records, claim("total", 2, place=NORTH, period=YEAR)) == (3, 2)
    assert count_of(*records, claim("total", 4, place=NORTH, period=YEAR)) == (5, 4)


def test_a_thousand_linked_records_are_counted_at_once() -> None:
    many = [claim(f"r{n}", person=f"p{n // 2}", place=NORTH if n % 2 else SOUTH) for n in range(1000)]
    assert count_of(*many) == (1000, 500)


def test_the_facts_that_would_raise_it_are_named_with_by_how_much() -> None:
    claims = [
        claim("more", 9, place=NORTH, period=YEAR),
        claim("less", 4, period=YEAR),
        claim("treated", 20, period=NEXT | {"of": "treatment"}, place=NORTH),
    ]
    year = Question(acts=SEXUAL.acts, start=date(2020, 1, 1), end=date(2020, 12, 31))
    found = Count(claims, WORLD).at_least(year)
    assert [(fact.kind, fact.claim, fact.others, fact.adds) for fact in found.would_raise] == [
        ("time", "treated", (), 11),
        ("apart", "less", ("more",), 4),
    ]


def test_late_claims_revise_the_year_visibly() -> None:
    early, late = claim("early", 5, place=NORTH, period=YEAR), claim("late", 3, place=SOUTH, period=YEAR, late=True)
    found = Count([early, late], WORLD).at_least()
    assert (found.survivors, found.unrevised, found.late) == (8, 5, ("late",))
    assert Count([early], WORLD).at_least().unrevised is None


def test_a_joint_line_says_what_is_known_of_each_alone() -> None:
    claims = [claim("both", 58, by=by("red", "blue")), claim("one", 3, by=by("red"), place=SOUTH)]
    table = {row.keys["party"]: row for row in rows(Count(claims, WORLD), SEXUAL, ["party"])}
    assert (table["blue+red"].minimum.survivors, table["blue+red"].alone) == (58, (("Blue", 0), ("Red", 3)))
