"""The documented minimum as a brief shows it: in all and by party, with the claims that make it up.

The counting is `amana.counting.at_least`; here it is only asked. What several
parties are said to have done jointly has a line of its own, since how many each
is answerable for is not said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from amana.counting.at_least import Count, Minimum
from amana.counting.regions import SEXUAL
from amana.counting.world import World
from amana.events.claims import Claim
from amana.events.folder import Folder


@dataclass(frozen=True)
class Line:
    """At least `least` survivors (None: hidden) under `parties` (none: no party is named), made up by `claims`."""

    parties: tuple[str, ...]
    least: int | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Documented:
    """The whole minimum. `cautions` are pairs of claims that may be of the same people, the first adding nothing."""

    total: int | None
    persons: int | None
    claims: tuple[str, ...]
    lines: tuple[Line, ...]
    cautions: tuple[tuple[str, str], ...] = ()


def documented(folder: Folder) -> Documented:
    """The documented minimum of survivors of sexual violence in a folder, each once in each event."""
    world = World.of(folder.parties, folder.places)
    count = Count(folder.claims, world)
    whole = count.at_least(SEXUAL)
    lines = [
        _line((party.id,), count.at_least(replace(SEXUAL, parties=frozenset({party.id})))) for party in folder.parties
    ]
    for parties in sorted({_joint(claim) for claim in folder.claims} - {()}):
        own = [claim for claim in folder.claims if _joint(claim) == parties]
        lines.append(_line(parties, Count(own, world).at_least(SEXUAL)))
    lines.append(_line((), count.at_least(replace(SEXUAL, unattributed=True))))
    return Documented(
        whole.survivors,
        whole.persons,
        whole.claims,
        tuple(line for line in lines if line.least),
        tuple((caution.claim, caution.other) for caution in whole.cautions),
    )


def _line(parties: Sequence[str], minimum: Minimum) -> Line:
    return Line(tuple(parties), minimum.survivors, minimum.claims)


def _joint(claim: Claim) -> tuple[str, ...]:
    """The parties said to have acted jointly, if there are several."""
    parties = tuple(sorted(one.party for one in claim.by.concluded if one.sure != "possible"))
    return parties if len(parties) > 1 and claim.by.how == "jointly" else ()
