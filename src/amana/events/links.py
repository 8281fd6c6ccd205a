"""Checks that ids in a folder of claims are used once, lead somewhere and run in no circle."""

from collections.abc import Iterator
from typing import Any

from amana.errors import Problem
from amana.events.marked import Text
from amana.events.records import Table

# Which field of which list points to entries of which list.
LINKS = {
    "sources": {"relayed_by": "sources"},
    "parties": {"under": "parties", "opposed": "parties", "succeeds": "parties"},
    "places": {"under": "places"},
    "claims": {"source": "sources", "contains": "claims", "overlaps": "claims", "apart": "claims"},
    "statements": {"source": "sources"},
    "estimates": {"sources": "sources"},
    "records": {"source": "sources"},
}
UPWARD = {"sources": "relayed_by", "parties": "under", "places": "under", "claims": "contains"}
TO_OTHERS = frozenset({"opposed", "succeeds", "overlaps", "apart"})


def check_links(lists: dict[str, list[Any]], texts: dict[str, Text | Table | None]) -> None:
    """Every id is used once, every id pointed to is there, and no tree runs in a circle."""
    seen: set[str] = set()
    for name, entries in lists.items():
        for place, entry in enumerate(entries):
            if entry.id in seen:
                raise Problem("events.id_twice", **spot(texts[name], entry.id, place, "id"))
            seen.add(entry.id)
    ids = {name: {entry.id for entry in entries} for name, entries in lists.items()}
    for name, entries in lists.items():
        for place, entry in enumerate(entries):
            for field, target in links(name, entry):
                if target not in (seen if field == "about" else ids[LINKS[name].get(field, by_field(field))]):
                    raise Problem("events.unknown_id", **spot(texts[name], entry.id, place, field), target=target)
                if target == entry.id and field in TO_OTHERS:
                    raise Problem("events.circle", **spot(texts[name], entry.id, place, field))
    for name, field in UPWARD.items():
        above = {entry.id: [target for own, target in links(name, entry) if own == field] for entry in lists[name]}
        for place, entry in enumerate(lists[name]):
            if entry.id in reachable(entry.id, above):
                raise Problem("events.circle", **spot(texts[name], entry.id, place, field))


def by_field(field: str) -> str:
    """The list that a claim's places or parties are in."""
    return "places" if field == "place" else "parties"


def links(name: str, entry: Any) -> Iterator[tuple[str, str]]:
    """Each field of an entry that points somewhere, with the id it points to."""
    for field in LINKS[name]:
        value = getattr(entry, field)
        for target in (value,) if isinstance(value, str) else value or ():
            yield field, target
    if name == "parties":
        yield from ((one.relation, one.party) for one in entry.over_time)
    if name in ("claims", "records"):
        yield from (("place", target) for target in entry.place.places)
        yield from (("by", conclusion.party) for conclusion in entry.by.concluded)
    if name == "statements":
        yield from (("about", target) for target in entry.about)


def reachable(start: str, above: dict[str, list[str]]) -> set[str]:
    """All ids that lie on a way up from `start`."""
    found: set[str] = set()
    waiting = list(above[start])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += above[one]
    return found


def spot(text: Text | Table | None, entry: str, place: int, field: str) -> dict[str, object]:
    """Where a field of the entry at `place` of a list stands, for a sentence."""
    return {
        "file": text.name if text else "",
        "line": text.line(place, field) if text else 0,
        "entry": entry,
        "field": field,
    }
