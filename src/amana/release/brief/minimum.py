"""The documented minimum as a brief shows it: in all and by party, with the claims that make it up.

The counting is `amana.counting`; here it is only asked, with the same rows that
`./amana count at-least` prints.
"""

from dataclasses import dataclass

from amana.counting.at_least import Count
from amana.counting.regions import SEXUAL
from amana.counting.rows import Row, rows
from amana.counting.world import World
from amana.events.folder import Folder


@dataclass(frozen=True)
class Line:
    """At least `least` survivors under a party (0: nobody gave a number, None: hidden), made up by `claims`.

    `jointly` are claims of this party together with others, which do not say how many are of each.
    """

    name: str
    least: int | None
    claims: tuple[str, ...]
    jointly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Documented:
    """The whole minimum. `cautions` are pairs of claims that may be of the same people, the first adding nothing."""

    total: int | None
    persons: int | None
    claims: tuple[str, ...]
    lines: tuple[Line, ...]
    cautions: tuple[tuple[str, str], ...] = ()


def documented(folder: Folder, language: str = "en") -> Documented:
    """The documented minimum of survivors of sexual violence in a folder, each once in each event."""
    count = Count(folder.claims, World.of(folder.parties, folder.places))
    whole = count.at_least(SEXUAL)
    return Documented(
        whole.survivors,
        whole.persons,
        whole.claims,
        tuple(_line(row) for row in rows(count, SEXUAL, ["party"], language)),
        tuple((caution.claim, caution.other) for caution in whole.cautions),
    )


def _line(row: Row) -> Line:
    least = row.minimum
    return Line(row.names["party"], least.survivors, least.claims or least.unnumbered, row.jointly)
