"""The picture of `./amana count hidden --plot`: every interval, how likely each number is, who is on which lists."""

from amana.counting.estimate import Estimate
from amana.counting.lists import Lists
from amana.counting.pictures import Line, densities, intervals, said, svg, upset
from amana.errors import Problem

SEVERAL = 6


def draw(found: dict[str, dict[str, Estimate | Problem]], lists: Lists | None) -> str:
    """The SVG of estimates by stratum ("" where there are none) and model, and of the lists if there is one table."""
    lines: list[Line] = []
    values = {}
    observed = []
    for stratum, models in found.items():
        for model, one in models.items():
            label = " · ".join(word for word in (stratum, model) if word)
            if isinstance(one, Problem):
                lines.append(Line(label, None))
                continue
            lines.append(Line(label, one.estimate))
            observed.append(one.observed)
            if len(one.population):
                values[label] = one.population
    seen = max(observed) if observed and len(found) == 1 else None
    charts = [intervals(lines, seen, "How many in all")]
    if 0 < len(values) <= SEVERAL:
        charts.append(densities(values, seen, "How likely each number is"))
    if lists is not None:
        charts.append(upset(lists, "Who is on which lists"))
    return svg(charts, "; ".join(f"{one.label}: {said(one.interval) if one.interval else 'refused'}" for one in lines))
