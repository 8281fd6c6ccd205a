"""A question asked once for each party, place, act, year or group of people that the claims know.

Rows of one table overlap (a village lies in its region, a claim of two parties
jointly is a row of its own), so they are never to be added up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product

from amana.counting.at_least import Count, Minimum
from amana.counting.masks import members
from amana.counting.regions import AGES, FIRST, LAST, Question, Region
from amana.vocabulary import ancestors, label

DIMENSIONS = ("party", "place", "act", "year", "people")
UNIDENTIFIED = "unidentified"


@dataclass(frozen=True)
class Row:
    """One line of a table: keys and names by dimension, the minimum, and claims of its party jointly with others.

    `alone`: for a line of several parties jointly, the minimum of each alone, by its name.
    """

    keys: dict[str, str]
    names: dict[str, str]
    minimum: Minimum
    jointly: tuple[str, ...] = ()
    alone: tuple[tuple[str, int], ...] = ()


def rows(count: Count, base: Question, by: Iterable[str], language: str = "en") -> list[Row]:
    """The table of `base` by the dimensions `by` (each of DIMENSIONS), rows about which something is claimed."""
    by = tuple(by)
    regions = [count.regions[place] for place in members(count.asked.inside(base) & count.everyone)]
    choices = [_choices(dimension, regions, count, language) for dimension in by]
    found = []
    for combination in product(*choices):
        question = base
        for narrowed, _, _ in combination:
            question = _narrow(question, narrowed)
        minimum = count.at_least(question)
        jointly = _jointly(count, base, question)
        if minimum.claims or minimum.unnumbered or jointly:
            keys = {dimension: key for dimension, (_, key, _) in zip(by, combination, strict=True)}
            names = {dimension: name for dimension, (_, _, name) in zip(by, combination, strict=True)}
            found.append(Row(keys, names, minimum, jointly, _alone(count, question)))
    return found


def _narrow(question: Question, more: Question) -> Question:
    """`question` with every dimension that `more` asks about."""
    asked = {name: value for name, value in vars(more).items() if value not in (None, False)}
    return replace(question, **asked)


def _alone(count: Count, question: Question) -> tuple[tuple[str, int], ...]:
    if not question.parties or len(question.parties) == 1:
        return ()
    return tuple(
        (count.world.parties[one].name, count.at_least(replace(question, parties=frozenset({one}))).survivors)
        for one in sorted(question.parties)
    )


def _jointly(count: Count, base: Question, question: Question) -> tuple[str, ...]:
    """Claims of one of the row's parties together with others, which says not how many are of each."""
    wanted = question.parties
    if wanted is None:
        return ()
    asked = count.asked
    others = asked.inside(replace(question, parties=None)) & ~asked.inside(question) & count.joint
    return count.ids(
        place
        for place in members(others)
        if any(not wanted.isdisjoint(count.world.party_line(party)) for party in count.regions[place].attributed)
    )


Choice = tuple[Question, str, str]


def _choices(dimension: str, regions: list[Region], count: Count, language: str) -> list[Choice]:
    """The narrower questions of a dimension, each with its key and its name."""
    world = count.world
    said = partial(label, "count_rows", language=language)
    if dimension == "party":
        single = {one for region in regions for party in region.attributed for one in world.party_line(party)}
        joint = {region.attributed for region in regions if len(region.attributed) > 1}
        chosen: list[Choice] = [
            (Question(parties=frozenset({one})), one, party.name)
            for one, party in world.parties.items()
            if one in single
        ]
        for group in sorted(joint, key=sorted):
            names = said("or").join(world.parties[one].name for one in sorted(group))
            chosen.append((Question(parties=group), "+".join(sorted(group)), said("jointly").format(parties=names)))
        return [*chosen, (Question(unidentified=True), UNIDENTIFIED, said(UNIDENTIFIED))]
    if dimension == "place":
        places = {one for region in regions for place in region.places for one in world.place_line(place)}
        return [
            (Question(places=frozenset({one})), one, place.name) for one, place in world.places.items() if one in places
        ]
    if dimension == "act":
        acts = sorted({one for region in regions for act in region.acts for one in ancestors("acts", act)})
        return [(Question(acts=frozenset({one})), one, label("acts", one, language)) for one in acts]
    if dimension == "year":
        years = sorted(
            {
                region.start.year
                for region in regions
                if region.start != FIRST and region.end != LAST and region.start.year == region.end.year
            }
        )
        return [(Question(start=date(one, 1, 1), end=date(one, 12, 31)), str(one), str(one)) for one in years]
    return [
        (Question(sex="female"), "female", said("female")),
        (Question(sex="male"), "male", said("male")),
        (Question(ages=(AGES[0], 17)), "under-18", said("under-18")),
        (Question(ages=(18, AGES[1])), "18-and-over", said("18-and-over")),
    ]
