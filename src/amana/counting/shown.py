"""An estimation as its page shows it: tables in the reader's language, and the pictures that say the same."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from django.utils.translation import gettext

from amana.counting.estimate import Interval
from amana.counting.estimating import ALL, step
from amana.counting.lists import Lists
from amana.counting.models import Estimation
from amana.counting.pictures import Chart, Line, Words, address, densities, intervals, svg, upset
from amana.counting.pooling import MIXED
from amana.counting.words import VARIANT
from amana.errors import Problem
from amana.language import decimal, number, percent

HILLS = ("latent-class", "graphs", "loglinear")
"""The variants of which a density is drawn: each model as it is by itself."""
POINTS = (0.025, 0.25, 0.5, 0.75, 0.975)


def whole(row: Estimation) -> list[dict[str, Any]]:
    """Each stratum with its lines, warnings and pictures, as far as it is done."""
    words = picture_words()
    told = [
        {
            "quoted_as": f"{{{row.called(place)}}}",
            **_answers(name, lists.observed, answers_of(row, place), words),
            **_overlap(lists, words),
        }
        for place, (name, lists) in enumerate(row.tables().items())
    ]
    if row.several and (found := answers_of(row, None)):
        listed = sum(one["observed"] for one in told)
        whole = _answers(gettext("All parts together"), listed, found, words)
        # What is added up are the samples: no one model was chosen for all.
        told.insert(0, {"quoted_as": f"{{{row.called(None)}}}", **whole, "chosen": ""})
    return told


def answers_of(row: Estimation, place: int | None) -> dict[str, dict[str, Any]]:
    """What each variant found, as far as it is done, for a stratum by its place, or for all together (None)."""
    found = row.job.found
    if place is None:
        return {one: found[step(ALL, one)] for one in row.asked["variants"] if step(ALL, one) in found}
    name = list(row.asked["strata"])[place]
    told = {}
    for one in row.asked["variants"]:
        if step(place, one) in found:
            told[one] = found[step(place, one)]
        if name in found.get(step(ALL, one), {}).get("strata", {}):
            told[f"{one}, pooled"] = found[step(ALL, one)]["strata"][name]
    return told


def now(row: Estimation) -> dict[str, str]:
    """What the next step is, in words: by which model, and of which part, where there are several."""
    left = [one for one in row.job.asked["steps"] if one not in row.job.found]
    if not left:
        return {}
    place, _, variant = left[0].partition(":")
    parts = {str(at): name for at, name in enumerate(row.asked["strata"])}
    part = parts.get(place, gettext("All parts together")) if row.several else ""
    return {"model": str(VARIANT[variant]), "part": part}


def versions_of(row: Estimation) -> list[str]:
    """What the steps were computed with; more than one where the desk was brought up to date between."""
    each = {", ".join(f"{name} {one}" for name, one in made["versions"].items()) for made in row.job.found.values()}
    return sorted(each)


def picture_words() -> Words:
    """The words on the pictures, in the reader's language."""
    return Words(
        whole=gettext("persons in all"),
        logarithmic=gettext("persons in all, on a logarithmic scale"),
        listed=gettext("listed"),
        refused=gettext("refused"),
        ends=gettext("dot: the middle; line: the {level} interval"),
        shared=gettext("persons on exactly these lists"),
        more=gettext("and {count} more combinations, {persons} persons"),
    )


def _answers(name: str, observed: int, made: dict[str, dict[str, Any]], words: Words) -> dict[str, Any]:
    """The tables and pictures of each variant's answer."""
    lines = [_line(variant, one) for variant, one in made.items()]
    refusals = {line["refused"] for variant, line in zip(made, lines, strict=True) if variant != MIXED}
    drawn = [
        Line(line["name"], Interval(**one["estimate"]) if line["interval"] else None)
        for line, one in zip(lines, made.values(), strict=True)
    ]
    hills = {
        str(VARIANT[one]): np.array(made[one]["spread"], float) for one in HILLS if made.get(one, {}).get("spread")
    }
    return {
        "name": name,
        "observed": observed,
        "listed": number(observed),
        "lines": lines,
        "refused_all": bool(lines) and all(line["refused"] for line in lines),
        "refused_alike": refusals.pop() if len(refusals) == 1 and not any(line["interval"] for line in lines) else "",
        "picture": _image(partial(intervals, drawn, observed, words=words))
        if any(one.interval for one in drawn)
        else (),
        "hills": bool(hills) and _image(partial(densities, hills, observed, words=words)),
        "points": [percent(100 * at) for at in POINTS],
        "spread": [(str(VARIANT[one]), _quantiles(made[one])) for one in HILLS if str(VARIANT[one]) in hills],
        "chosen": str(VARIANT["loglinear"]) if str(VARIANT["loglinear"]) in hills else "",
    }


def _overlap(lists: Lists, words: Words) -> dict[str, Any]:
    """Who is on which lists, in a picture and a table."""
    return {
        "upset": _image(partial(upset, lists, words=words)),
        "sizes": [(name, number(size)) for name, size in lists.sizes.items()],
        "combinations": _combinations(lists),
    }


def _line(variant: str, one: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: an interval with what to be warned of, or the reason why there is none."""
    refused = _say(one["refused"]) if "refused" in one else ""
    told: dict[str, Any] = {"name": str(VARIANT[variant]), "refused": refused, "interval": None, "warnings": []}
    if refused:
        return told
    interval = Interval(**one["estimate"])
    return {
        **told,
        "interval": {end: number(getattr(interval, end)) for end in ("lower", "upper", "median")},
        "level": percent(round(100 * interval.level)),
        "bound": variant == "chao",
        "warnings": [_say(each) for each in one["warnings"]],
        "chains": _chains(one["diagnostics"]) if variant != MIXED else {},
    }


def _quantiles(one: dict[str, Any]) -> list[tuple[str, str]]:
    """What is below each of POINTS, the ends of the interval as they stand in it."""
    interval = Interval(**one["estimate"])
    found = dict(zip(POINTS, np.quantile(np.array(one["spread"], float), POINTS).tolist(), strict=True))
    tail = round((1 - interval.level) / 2, 6)
    found |= {tail: interval.lower, 1 - tail: interval.upper}
    return [(percent(100 * at), number(found[at])) for at in POINTS]


def _chains(told: dict[str, Any]) -> dict[str, str]:
    """How well a sampler's chains agree, as its reader writes numbers; nothing of what is exact or a bootstrap."""
    if not told["rhat"]:
        return {}
    return {"rhat": decimal(told["rhat"], 3), "ess": number(told["ess"]), "draws": number(told["draws"])}


def _say(kept: list[Any]) -> str:
    return str(Problem(kept[0], **kept[1]))


def _combinations(lists: Lists) -> Iterable[tuple[str, str]]:
    """How many persons are on exactly which lists, the most common first: the table below the picture."""
    rows = []
    for history, count in zip(lists.histories.tolist(), lists.counts.tolist(), strict=True):
        rows.append((" + ".join(name for name, on in zip(lists.names, history, strict=True) if on), count))
    return [(names, number(count)) for names, count in sorted(rows, key=lambda row: -row[1])]


def _image(chart: Callable[..., Chart]) -> tuple[str, str]:
    """The picture, and the same for a phone, as addresses that hold all of it; the table below says the same."""
    return address(svg([chart()], "")), address(svg([chart(narrow=True)], ""))
