"""Estimates and lists as pictures: SVG that prints well and reads in black and white.

Pure functions from plain data to Vega-Lite charts, and one that draws charts
with vl-convert, in memory and with no network. Nothing rests on a colour, and
every interval carries its numbers, so that no one number stands alone. The
words on a picture are the caller's, for whatever language the page is in.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amana.counting.estimate import Interval
from amana.counting.lists import Lists
from amana.language import number, percent, thousands

INK, GREY, PALE = "#16181d", "#6b7079", "#c9ccd1"
FONT = "Libertinus Serif, Charter, Georgia, serif"
WIDTH, LINE, MARGIN = 380, 34, 190
NARROW, TALL, FEW_HISTORIES = 270, 60, 9
"""On a phone: names stand above their lines, and fewer combinations are shown."""
MOST_HISTORIES = 24
POINTS = 160
WIDE = 12.0
FROM_THE_RIGHT = re.compile(r"(?<=>)([^<>]*[\u0590-\u08ff][^<>]*)(?=</(?:text|tspan)>)")
"""A text with letters that run from the right. A picture knows no direction, so each says its own."""
Chart = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One line of an interval plot: what it is of, and its interval, or None where it was refused."""

    label: str
    interval: Interval | None


@dataclass(frozen=True)
class Words:
    """The words on pictures."""

    whole: str = "persons in all"
    logarithmic: str = "persons in all, on a logarithmic scale"
    listed: str = "listed"
    refused: str = "refused"
    ends: str = "dot: the middle; line: the {level} interval"
    shared: str = "persons on exactly these lists"
    more: str = "and {count} more combinations, {persons} persons"


ENGLISH = Words()


def svg(charts: Sequence[Chart], description: str) -> str:
    """The charts one below the other, as the text of an SVG. `description` says the same for who does not see it."""
    whole = {
        "vconcat": list(charts),
        "spacing": 28,
        "config": {
            "font": FONT,
            "background": "white",
            "view": {"stroke": None},
            "axis": {
                "labelColor": INK,
                "titleColor": INK,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
            },
            "title": {"anchor": "start", "fontSize": 14, "color": INK},
        },
    }
    named = f'<svg role="img" aria-label="{escape(description)}" '
    return drawn(json.dumps(whole), thousands()).replace("<svg ", named, 1)


def address(picture: str) -> str:
    """An address that holds all of an SVG, for the page that shows it."""
    return "data:image/svg+xml;base64," + b64encode(picture.encode()).decode()


@lru_cache(maxsize=64)
def drawn(chart: str, between: str) -> str:
    """The SVG of a chart in Vega-Lite's JSON. To draw takes most of a page's time, and the same is often asked for.

    `between`: what stands between thousands.
    """
    import vl_convert  # slow to load, and needed where something is drawn alone

    numbers = {"decimal": ".", "thousands": between, "grouping": [3], "currency": ["", ""]}
    made: str = vl_convert.vegalite_to_svg(chart, allowed_base_urls=[], format_locale=numbers)
    return FROM_THE_RIGHT.sub("\u2067\\1\u2069", made)


def said(interval: Interval) -> str:
    """An interval in figures: the middle and both ends."""
    return f"{number(interval.median)} ({number(interval.lower)}–{number(interval.upper)})"


def intervals(
    lines: Sequence[Line], observed: int | None, title: str = "", words: Words = ENGLISH, *, narrow: bool = False
) -> Chart:
    """Each line's interval with its figures; how many are listed, if it is of one table, as a line none may cross.

    `narrow`: for a phone's width.
    """
    made = [line.interval for line in lines if line.interval]
    top = max([observed or 1, *(one.upper for one in made)])
    least = min([observed or top, *(one.lower for one in made)])
    wide = top > WIDE * max(1, least)
    rows = [
        {
            "label": line.label,
            "order": order,
            "said": said(line.interval) if line.interval else words.refused,
            **(
                {"lower": line.interval.lower, "median": line.interval.median, "upper": line.interval.upper}
                if line.interval
                else {}
            ),
        }
        for order, line in enumerate(lines)
    ]
    scale: Chart = (
        {"type": "log", "nice": False, "domain": [max(least, 1) * 0.9, top * 1.1]}
        if wide
        else {"zero": False, "domain": [least * 0.97, top * 1.02]}
    )
    told = [words.ends.format(level=percent(round(100 * made[0].level)))] if made else []
    axis = {
        "title": [words.logarithmic if wide else words.whole, *told],
        "grid": False,
        "format": ",.0f",
        "tickCount": 5,
        "labelOverlap": True,
    }
    across = {"type": "quantitative", "scale": scale, "axis": axis}
    text = {"type": "text", "align": "left", "fontSize": 12, "color": INK}
    width, line = (NARROW, TALL) if narrow else (WIDTH, LINE)
    marks: list[Chart] = []
    if observed:
        at_listed: Chart = {"x": {"datum": observed, **across}, "y": {"value": 0}}
        once: Chart = {"data": {"values": [{}]}}
        marks += [
            once
            | {
                "mark": {"type": "rule", "strokeDash": [4, 3], "color": GREY},
                "encoding": at_listed | {"y2": {"value": line * len(rows)}},
            },
            once
            | {
                "mark": text | {"color": GREY, "dy": -16 if narrow else -8},
                "encoding": at_listed | {"text": {"value": f"{number(observed)} {words.listed}"}},
            },
        ]
    marks += [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "color": INK},
            "encoding": {"x": {"field": "lower", **across}, "x2": {"field": "upper"}},
        },
        *(
            {
                "mark": {"type": "tick", "thickness": 2, "size": 12, "color": INK},
                "encoding": {"x": {"field": end, **across}},
            }
            for end in ("lower", "upper")
        ),
        {
            "mark": {"type": "point", "filled": True, "size": 70, "color": INK, "opacity": 1},
            "encoding": {"x": {"field": "median", **across}},
        },
        *(
            {"mark": text | look, "encoding": {"x": {"value": place}, "text": {"field": field}}}
            for field, place, look in _beside(narrow)
        ),
    ]
    return {
        "title": {"text": title, "offset": 22},
        "data": {"values": rows},
        "width": width,
        "height": {"step": line},
        "encoding": {"y": {"field": "order", "type": "ordinal", "axis": None}},
        "layer": marks,
        "padding": {"left": MARGIN, "right": MARGIN},
    }


def _beside(narrow: bool) -> tuple[tuple[str, int, Chart], ...]:
    """Where a line's name and figures stand: at its sides, or above its two ends."""
    bold = {"fontWeight": "bold"}
    if narrow:
        said, label = {**bold, "align": "right", "dy": -13}, {"dy": -27, "limit": NARROW}
        halo = {"stroke": "white", "strokeWidth": 4}
        return tuple(
            (field, place, {**look, **more})
            for more in (halo, {})
            for field, place, look in (("said", NARROW, said), ("label", 0, label))
        )
    return ("said", WIDTH + 12, bold), ("label", -12, {"align": "right"})


def densities(
    values: Mapping[str, NDArray[np.float64]],
    observed: int | None,
    title: str = "",
    words: Words = ENGLISH,
    *,
    narrow: bool = False,
) -> Chart:
    """How likely each number is by each model, one hill below the other, each of the same height."""
    top = max(float(np.quantile(one, 0.99)) for one in values.values())
    least = observed or min(float(one.min()) for one in values.values())
    grid = np.linspace(least, max(top, least + 1), POINTS)
    rows = [
        {"label": label, "order": order, "whole": float(at), "height": float(height)}
        for order, (label, drawn) in enumerate(values.items())
        for at, height in zip(grid, _hill(np.asarray(drawn, dtype=float), grid), strict=True)
    ]
    across = {
        "field": "whole",
        "type": "quantitative",
        "scale": {"zero": False, "nice": False},
        "axis": {"title": words.whole, "grid": False, "format": ",.0f", "tickCount": 5},
    }
    return {
        "title": title,
        "data": {"values": rows},
        "facet": {
            "row": {
                "field": "label",
                "type": "nominal",
                "sort": list(values),
                "title": None,
                "header": {
                    "labelAngle": 0,
                    "labelAlign": "left",
                    "labelFontSize": 12,
                    "labelColor": INK,
                    **({"labelOrient": "top", "labelAnchor": "start"} if narrow else {}),
                },
            }
        },
        "spec": {
            "width": NARROW if narrow else WIDTH,
            "height": 56,
            "mark": {"type": "area", "color": PALE, "line": {"color": INK, "strokeWidth": 1.5}},
            "encoding": {"x": across, "y": {"field": "height", "type": "quantitative", "axis": None}},
        },
        "resolve": {"scale": {"y": "shared", "x": "shared"}},
    }


def upset(lists: Lists, title: str = "", words: Words = ENGLISH, *, narrow: bool = False) -> Chart:
    """Which lists share how many persons: a column for each combination of lists, the most common first."""
    order = np.argsort(-lists.counts, kind="stable")
    shown, left = np.split(order, [FEW_HISTORIES if narrow else MOST_HISTORIES])
    names = [f"{name} ({number(size)})" for name, size in lists.sizes.items()]
    bars = [{"at": at, "count": int(lists.counts[place])} for at, place in enumerate(shown.tolist())]
    dots = [
        {"at": at, "list": name, "on": bool(lists.histories[place, column])}
        for at, place in enumerate(shown.tolist())
        for column, name in enumerate(names)
    ]
    links = [
        {"at": at, "first": names[int(on.min())], "last": names[int(on.max())]}
        for at, place in enumerate(shown.tolist())
        for on in [np.flatnonzero(lists.histories[place])]
    ]
    width = max(120, 26 * len(shown))
    across = {"field": "at", "type": "ordinal", "axis": None}
    down = {"type": "nominal", "sort": names, "scale": {"domain": names}}
    more = words.more.format(count=len(left), persons=number(int(lists.counts[left].sum()))) if len(left) else ""
    note = [words.shared, *([more] if more else [])]
    # Nothing is drawn of a title without words, a note under it included.
    look = {"color": GREY, "fontSize": 12, "fontWeight": "normal"}
    return {
        "title": {"text": title, "subtitle": note, "subtitleColor": GREY, "subtitleFontSize": 12}
        if title
        else {"text": note, **look},
        "spacing": 6,
        "vconcat": [
            {
                "data": {"values": bars},
                "width": width,
                "height": 130,
                "encoding": {"x": across, "y": {"field": "count", "type": "quantitative", "axis": None}},
                "layer": [
                    {"mark": {"type": "bar", "color": GREY, "width": 16}},
                    {
                        "mark": {"type": "text", "dy": -7, "fontSize": 11, "color": INK},
                        "encoding": {"text": {"field": "count", "format": ","}},
                    },
                ],
            },
            {
                "width": width,
                "height": {"step": 22},
                "layer": [
                    {
                        "data": {"values": links},
                        "mark": {"type": "rule", "strokeWidth": 2, "color": INK},
                        "encoding": {
                            "x": across,
                            "y": {
                                "field": "first",
                                **down,
                                "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 200},
                            },
                            "y2": {"field": "last"},
                        },
                    },
                    {
                        "data": {"values": dots},
                        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                        "encoding": {
                            "x": across,
                            "y": {"field": "list", **down},
                            "color": {"condition": {"test": "datum.on", "value": INK}, "value": PALE},
                        },
                    },
                ],
            },
        ],
    }


def _hill(values: NDArray[np.float64], grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smooth density of the values at the grid, its top at 1 (Gaussian kernel, Silverman's rule)."""
    quarter, three = np.quantile(values, [0.25, 0.75])
    spread = min(float(values.std()), float(three - quarter) / 1.34) or float(values.std()) or 1.0
    width = max(0.9 * spread * len(values) ** -0.2, float(grid[1] - grid[0]))
    counts, edges = np.histogram(values, bins=400, range=(grid[0], grid[-1]))
    middles = (edges[1:] + edges[:-1]) / 2
    kernel = np.exp(-0.5 * ((grid[:, None] - middles) / width) ** 2)
    mirrored = np.exp(-0.5 * ((grid[:, None] + middles - 2 * grid[0]) / width) ** 2)
    height: NDArray[np.float64] = (kernel + mirrored) @ counts
    return height / (height.max() or 1.0)
