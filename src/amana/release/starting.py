"""A text to start from: every published claim kept at the desk, told as plainly as its source allows."""

from datetime import date

import yaml

from amana.events.models import Claim


def starting_text(day: date, publisher: str) -> str:
    """An outline (spec/claims.md, brief.yaml) with one paragraph a claim, for a publisher to write on."""
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
        "sections": [{"kind": "allegations", "title": "What is alleged", "paragraphs": told}],
        "asked": [],
    }
    return yaml.dump(outline, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=10_000)
