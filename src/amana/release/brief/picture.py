"""The documented minimum as a picture: an SVG that prints well and reads in black and white.

The chart is a Vega-Lite specification rendered by vl-convert, in memory and
with no network. Each bar carries its own number, so that nothing has to be read
off an axis, and no colour means anything.
"""

from html import escape
from textwrap import wrap
from typing import Any

import vl_convert

from amana.release.brief.document import Document

INK, BAR = "#16181d", "#4a4f58"
FONT = "Libertinus Serif, Charter, Georgia, serif"
WIDTH, LINE, MORE = 420, 44, 17
"""In pixels; a party that needs another line for its name makes every bar MORE higher."""
LETTERS = 44
"""As many of a line fit in `WIDTH` in the widest of the fonts that a reader may have; none is cut off."""
ROOM = 96
"""Width in pixels that is kept free of bars for the number after the longest."""


def draw_minimum(document: Document) -> str:
    """The SVG text of the bars by party, the longest first as the document has them; hidden counts have no bar."""
    svg: str = vl_convert.vegalite_to_svg(chart(document), allowed_base_urls=[])
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(describe(document))}" ', 1)


def describe(document: Document) -> str:
    """The picture in words, for whoever does not see it: the same data as the table beside it."""
    bars = "; ".join(f"{bar.label}: {bar.words}" for bar in document.minimum.parties)
    return f"{document.labels['minimum']}. {bars}."


def chart(document: Document) -> dict[str, Any]:
    """The Vega-Lite specification (v6) of the picture: each party's name above its bar, its number after it."""
    rows: list[dict[str, Any]] = [
        {"lines": wrap(bar.label, LETTERS), "least": bar.least, "words": bar.words, "order": order}
        for order, bar in enumerate(document.minimum.parties)
        if bar.least
    ]
    most = max((len(row["lines"]) for row in rows), default=1)
    for row in rows:
        upwards = [*reversed(row.pop("lines")), *[""] * most]
        row |= {f"line{place}": upwards[place] for place in range(most)}
    low = MORE * (most - 1) // 2
    name = {"type": "text", "align": "left", "baseline": "bottom", "fontSize": 14, "color": INK}
    number = {"type": "text", "align": "left", "dx": 6, "fontSize": 14, "fontWeight": "bold", "color": INK}
    return {
        "data": {"values": rows},
        "width": WIDTH - ROOM,
        "height": {"step": LINE + MORE * (most - 1)},
        "padding": {"left": 0, "right": ROOM, "top": 8, "bottom": 0},
        "autosize": {"type": "none", "contains": "content"},
        "encoding": {
            "y": {"field": "order", "type": "ordinal", "axis": None},
            "x": {"field": "least", "type": "quantitative", "axis": None, "scale": {"domainMin": 0, "nice": False}},
        },
        "layer": [
            {"mark": {"type": "bar", "color": BAR, "height": 14, "yOffset": 2 + low}},
            *(
                {
                    "mark": name | {"dy": low - 9 - MORE * place},
                    "encoding": {"x": {"value": 0}, "text": {"field": f"line{place}"}},
                }
                for place in range(most)
            ),
            {"mark": number | {"dy": 2 + low}, "encoding": {"text": {"field": "words"}}},
        ],
        "config": {"font": FONT, "background": "transparent", "view": {"stroke": None}},
    }
