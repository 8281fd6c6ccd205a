"""An estimation as its page shows it: tables in the reader's language, and the pictures that say the same."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.utils.translation import gettext

from amana.counting.estimate import Interval
from amana.counting.estimating import step
from amana.counting.lists import Lists
from amana.counting.models import Estimation
from amana.counting.pictures import Chart, Line, Words, densities, intervals, svg, upset
from amana.counting.words import VARIANT
from amana.errors import Problem

HILLS = ("latent-class", "graphs", "loglinear")
"""The variants of which a density is drawn: each model as it is by itself."""
POINTS = (0.025, 0.25, 0.5, 0.75, 0.975)


def whole(row: Estimation) -> list[dict[str, Any]]:
    """Each stratum with its lines, warnings and pictures, as far as it is done."""
    words = picture_words()
    return [
        {
            "quoted_as": f"{{{row.called(place)}}}",
            **_stratum(name, lists, {one: row.job.found.get(step(place, one)) for one in row.asked["variants"]}, words),
        }
        for place, (name, lists) in enumerate(row.tables().items())
    ]


def versions_of(row: Estimation) -> list[str]:
    """What the steps were computed with; more than one where the desk was brought up to date between."""
    each = {", ".join(f"{name} {one}" for name, one in made["versions"].items()) for made in row.job.found.values()}
    return sorted(each)


def picture_words() -> Words:
    """The words on the pictures, in the reader's language."""
    return Words(
        whole=gettext("persons in all"),
        listed=gettext("listed"),
        refused=gettext("refused"),
        shared=gettext("persons on exactly these lists"),
        more=gettext("and {count} more combinations, {persons} persons"),
    )


def _stratum(name: str, lists: Lists, found: dict[str, Any], words: Words) -> dict[str, Any]:
    made = {variant: one for variant, one in found.items() if one}
    lines = [_line(variant, one) for variant, one in made.items()]
    drawn = [Line(line["name"], line["interval"]) for line in lines]
    hills = {
        str(VARIANT[one]): np.array(made[one]["spread"], float) for one in HILLS if made.get(one, {}).get("spread")
    }
    return {
        "name": name,
        "observed": lists.observed,
        "lines": lines,
        "refused_all": bool(lines) and all(line["refused"] for line in lines),
        "picture": _image(intervals(drawn, lists.observed, words=words)) if any(one.interval for one in drawn) else "",
        "hills": _image(densities(hills, lists.observed, words=words)) if hills else "",
        "spread": [(label, [round(float(np.quantile(one, at))) for at in POINTS]) for label, one in hills.items()],
        "upset": _image(upset(lists, words=words)),
        "sizes": lists.sizes.items(),
        "combinations": _combinations(lists),
        "names": lists.names,
    }


def _line(variant: str, one: dict[str, Any]) -> dict[str, Any]:
    """A row of the table: an interval with what to be warned of, or the reason why there is none."""
    refused = _say(one["refused"]) if "refused" in one else ""
    told: dict[str, Any] = {"name": str(VARIANT[variant]), "refused": refused, "interval": None, "warnings": []}
    if refused:
        return told
    figures = one["estimate"]
    interval = Interval(figures["median"], figures["lower"], figures["upper"], figures["level"])
    return {
        **told,
        "interval": interval,
        "level": round(100 * figures["level"]),
        "bound": variant == "chao",
        "warnings": [_say(each) for each in one["warnings"]],
        "diagnostics": one["diagnostics"],
    }


def _say(kept: list[Any]) -> str:
    return str(Problem(kept[0], **kept[1]))


def _combinations(lists: Lists) -> Iterable[tuple[str, int]]:
    """How many persons are on exactly which lists, the most common first: the table below the picture."""
    rows = []
    for history, count in zip(lists.histories.tolist(), lists.counts.tolist(), strict=True):
        rows.append((" + ".join(name for name, on in zip(lists.names, history, strict=True) if on), count))
    return sorted(rows, key=lambda row: -row[1])


def _image(chart: Chart) -> str:
    """The picture as an address that holds all of it; the table below it says the same."""
    return "data:image/svg+xml;base64," + b64encode(svg([chart], "").encode()).decode()
