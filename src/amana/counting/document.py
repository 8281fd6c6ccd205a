"""A table of documented minima as JSON: every figure with the claims behind it."""

from dataclasses import asdict
from itertools import islice
from typing import Any

from amana.counting.at_least import Count, Minimum
from amana.counting.rows import Row
from amana.events.folder import Folder

LISTED = 100
MEANING = {
    "minimum": "survivors, each counted once in each event (incidents, in GBVIMS's sense)",
    "persons": "different persons, if one may have been harmed in several events",
}


def document(
    folder: Folder, counted: str, count: Count, whole: Minimum, by: tuple[str, ...], table: list[Row], beside: list[Row]
) -> dict[str, Any]:
    """Everything as JSON, the claims and sources that figures name included. What would raise it: for the whole."""
    named = [minimum for minimum in (whole, *(row.minimum for row in (*table, *beside)))]
    used = {one for minimum in named for one in (*minimum.claims, *minimum.person_claims)}
    used |= {one for contradiction in count.contradictions for one in contradiction.claims}
    return {
        "counted": counted,
        "meaning": MEANING,
        "in_all": {**_figures(whole), "would_raise": [asdict(fact) for fact in whole.would_raise]},
        "contradictions": [asdict(one) for one in count.contradictions],
        "by": list(by),
        "rows": [_row(row) for row in table],
        "other_violations": [_row(row) for row in beside],
        "claims": {
            claim.id: {
                "summary": claim.summary,
                "source": claim.source,
                "unit": claim.unit,
                "verb": claim.verb,
                "status": claim.status,
                "described": list(claim.by.described),
            }
            for claim in (*folder.claims, *folder.records)
            if claim.id in used
        },
        "sources": {source.id: {"name": source.name, "relayed_by": source.relayed_by} for source in folder.sources},
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        **row.keys,
        "names": row.names,
        **_figures(row.minimum),
        "jointly_with_others": list(row.jointly),
        "each_alone": dict(row.alone),
    }


def _figures(minimum: Minimum) -> dict[str, Any]:
    """One figure. No list is longer than LISTED: what is left out is counted under `left_out`."""
    absorbed, undecided = minimum.absorbed[:LISTED], list(islice(minimum.undecided, LISTED))
    return {
        "minimum": minimum.survivors,
        "persons": minimum.persons,
        "claims": list(minimum.claims),
        "person_claims": list(minimum.person_claims),
        "absorbed": [
            {"claim": one.claim, "by": list(one.by), "by_more": one.more, "adds_if_apart": one.adds_if_apart}
            for one in absorbed
        ],
        "cautious": minimum.cautious,
        "cautions": [
            {"claim": one.claim, "other": one.other, "because": list(one.because)}
            for one in islice(minimum.cautions, LISTED)
        ],
        "unnumbered": list(minimum.unnumbered),
        "undecided": [{"claim": one, "open": list(why)} for one, why in undecided],
        "left_out": {
            "absorbed": len(minimum.absorbed) - len(absorbed),
            "undecided": len(minimum.undecided) - len(undecided),
        },
        "units": minimum.units,
        "verbs": list(minimum.verbs),
        "late": list(minimum.late),
        "unrevised": minimum.unrevised,
        "if_registers_are_complete": {
            unit: {"least": one.least, "most": one.most, "registers": list(one.registers)}
            for unit, one in minimum.limits.items()
        },
    }
