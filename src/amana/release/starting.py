"""A text to start from: every published claim and every finished estimate of the desk, told as plainly as can be."""

from datetime import date

import yaml

from amana.counting import quoting
from amana.errors import Problem
from amana.events.estimates import Estimate
from amana.events.models import Claim
from amana.release.brief.estimates import check_estimate
from amana.release.brief.facts import SMALL


def starting_text(day: date, publisher: str) -> str:
    """An outline (spec/claims.md, brief.yaml) with one paragraph a claim or estimate, for a publisher to write on."""
    rows = Claim.objects.order_by("source", "pk")
    told = [
        {
            "text": f"According to {{{row.source_id}}}: {{{row.pk}}} {{{row.pk}.unit}}.",
            "from": [row.source_id, row.pk],
        }
        for row in rows
    ]
    outline = {
        "language": "en",
        "day": day,
        "publisher": publisher,
        "headline": "What is alleged",
        "summary": told[:1],
        "sections": [{"kind": "allegations", "title": "What is alleged", "paragraphs": told}, *_estimates()],
        "asked": [],
    }
    return yaml.dump(outline, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=10_000)


def _estimates() -> list[dict[str, object]]:
    """A section of the estimates that may be quoted; none if there is none."""
    large = (each for each in quoting.quotable() if quoting.fewest(*each) >= SMALL)
    names = [one.id for one in (quoting.entry(*each, "en") for each in large) if _may_be_quoted(one)]
    told = [{"text": f"Alleged in all, of {{{name}.of}}: {{{name}}}.", "from": [name]} for name in names]
    return [{"kind": "other", "title": "How many in all, by estimate", "paragraphs": told}] if told else []


def _may_be_quoted(estimate: Estimate) -> bool:
    try:
        check_estimate(estimate)
    except Problem:
        return False
    return True
