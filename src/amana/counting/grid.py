"""The documented minimum by party and period as a picture: a square in each cell, its area the number it carries.

No line joins two periods: what is reported of one and verified of another is no trend, and each cell says its verbs.
The words are the caller's, for whatever language the page is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from amana.counting.pictures import FONT, INK, PALE, svg
from amana.counting.rows import Row
from amana.language import listed, number
from amana.vocabulary import label

WIDE, HIGH, NAMES, LETTERS, LARGEST = 88, 60, 260, 34, 1000
MOST_YEARS = 30
VERBS, SMALL = 17, 11
"""How many letters of the verbs fit into a cell's line, and how high such a line is."""


@dataclass(frozen=True)
class Square:
    """One cell: a party in a period, at least `number`, with the verbs of the claims; `late`: how many came late."""

    party: str
    period: str
    number: int
    verbs: str
    late: int = 0

    @property
    def figure(self) -> str:
        """The number as the picture carries it, with a star where a part of it came late."""
        return f"{number(self.number)}*" if self.late else number(self.number)


def squares(table: Sequence[Row], language: str = "en") -> list[Square]:
    """The cells of a table by party and year that have a number of their own, as it is ordered."""
    return [
        Square(
            row.names["party"],
            row.names["year"],
            row.minimum.survivors,
            listed([label("claim_verbs", verb, language) for verb in row.minimum.verbs], language=language),
            row.minimum.survivors - (row.minimum.unrevised or 0) if row.minimum.late else 0,
        )
        for row in table
        if row.minimum.claims
    ]


def draw(found: Sequence[Square], description: str) -> str:
    """The SVG text; `description` says in words what it shows, for whoever does not see it."""
    return svg([chart(found)], description)


def chart(found: Sequence[Square]) -> dict[str, Any]:
    """The Vega-Lite chart."""
    names = {square.party: "\n".join(wrap(square.party, LETTERS)) for square in found}
    verbs = {square.verbs: "\n".join(wrap(square.verbs, VERBS)) for square in found}
    more = max(lines.count("\n") for lines in verbs.values())
    years = sorted({int(square.period) for square in found})
    periods = list(map(str, range(years[0], years[-1] + 1) if years[-1] - years[0] < MOST_YEARS else years))
    text = {"type": "text", "color": INK, "font": FONT}
    axis = {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelFontSize": 13}
    return {
        "data": {
            "values": [
                {
                    "party": names[one.party],
                    "period": one.period,
                    "number": one.number,
                    "figure": one.figure,
                    "verbs": verbs[one.verbs],
                }
                for one in found
            ]
        },
        "width": {"step": WIDE},
        "height": {"step": HIGH + SMALL * more},
        "encoding": {
            "x": {
                "field": "period",
                "type": "ordinal",
                "scale": {"domain": periods},
                "axis": {**axis, "orient": "top", "labelAngle": 0},
            },
            "y": {
                "field": "party",
                "type": "ordinal",
                "scale": {"domain": list(names.values())},
                "axis": {**axis, "labelLimit": NAMES, "labelExpr": "split(datum.value, '\\n')"},
            },
        },
        "layer": [
            {
                "mark": {"type": "square", "fill": PALE, "stroke": INK, "strokeWidth": 1, "opacity": 1, "xOffset": -18},
                "encoding": {
                    "size": {
                        "field": "number",
                        "type": "quantitative",
                        "legend": None,
                        "scale": {"domainMin": 0, "range": [0, LARGEST]},
                    }
                },
            },
            {
                "mark": {**text, "fontSize": 14, "fontWeight": "bold", "align": "left", "dx": 3},
                "encoding": {"text": {"field": "figure"}},
            },
            {
                "mark": {**text, "fontSize": 9, "lineHeight": SMALL, "lineBreak": "\n", "dy": 24},
                "encoding": {"text": {"field": "verbs"}},
            },
        ],
    }
