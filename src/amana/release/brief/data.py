"""A brief as JSON: every figure opened down to the claim it came from and the sources that state it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from amana.events.folder import Entry, Folder
from amana.release.brief.document import Document
from amana.release.brief.facts import Facts

FORMAT = "amana-brief/1"


def write_json(document: Document, folder: Folder) -> str:
    """The document, and beside it each claim, estimate, statement, source, party and place it stands on, by id.

    Places of small claims are widened as in the text, and a widened place is not among the places.
    """
    whole = {"format": FORMAT, **asdict(document), **_opened(document, folder)}
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _opened(document: Document, folder: Folder) -> dict[str, Any]:
    facts = Facts(folder, document.labels, document.language)
    claims, places = {}, {}
    for claim in folder.claims:
        wide = facts.wide_places(claim)
        places.update({place.id: place for place in wide})
        opened = claim.model_dump(mode="json", by_alias=True)
        opened["place"]["in"] = [place.id for place in wide]
        if facts.narrow_names(claim):
            opened["note"] = ""
        claims[claim.id] = opened
    named: dict[str, Sequence[Entry]] = {
        "sources": folder.sources,
        "statements": folder.statements,
        "estimates": folder.estimates,
        "parties": folder.parties,
        "places": tuple(places.values()),
    }
    lists = {
        name: {entry.id: entry.model_dump(mode="json", by_alias=True) for entry in entries}
        for name, entries in named.items()
    }
    return {"claims": claims, **lists}
