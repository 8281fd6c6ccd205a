"""Keeping parties, and concluding that a described perpetrator is one. Each one a transaction."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.events.actions import import_entries, keep_entry, write_entry
from amana.events.folder import Folder, read_folder
from amana.events.links import links, reachable
from amana.events.models import Act, Claim
from amana.parties.models import Conclusion, Party
from amana.testimony.custody.log import logged


@transaction.atomic
def keep_party(actor: User | None, value: Mapping[str, Any]) -> Party:
    """Keep a party, new or changed, as spec/claims.md has it."""
    row = write_entry(actor, Party, value)
    _check_links()
    return Party.objects.get(pk=row.pk)


def add_relation(actor: User, party: Party, relation: Mapping[str, Any]) -> Party:
    """Add how a party stood to another for a time. Raises `events.bad_entry`; then nothing is changed."""
    return keep_party(actor, {**party.entry, "over_time": [*party.entry["over_time"], relation]})


def remove_relation(actor: User, party: Party, place: int) -> Party:
    """Take a relation over time out again, by its place in the list; where there is none, nothing changes."""
    kept = [one for at, one in enumerate(party.entry["over_time"]) if at != place]
    return keep_party(actor, {**party.entry, "over_time": kept})


@transaction.atomic
def import_folder(actor: User | None, path: Path) -> Folder:
    """Keep everything of a folder of claims (spec/claims.md): sources, parties, places, claims, statements.

    Raises what `read_folder` does; then nothing is kept of it.
    """
    folder = read_folder(path)
    import_entries(actor, folder)
    for party in folder.parties:
        write_entry(actor, Party, party.model_dump(mode="json", by_alias=True))
    _check_links()
    return folder


@logged("act.concluded", subject="act", detail=("sure",))
def conclude(actor: User, act: Act, party: Party | None, sure: str, why: str) -> Conclusion:
    """Conclude that an act is said to be a party's doing, or (no party) that it cannot be said whose."""
    require(actor, "event.edit")
    _check_reason(sure, why)
    return Conclusion.objects.create(act=act, party=party, sure=sure, why=why.strip(), by=actor)


@logged("claim.concluded", subject="claim", detail=("sure",))
def conclude_claim(actor: User, claim: Claim, party: Party, sure: str, why: str) -> Claim:
    """Add to a published claim which party an analyst concludes it to be of; what the source says stays beside it."""
    require(actor, "source.edit")
    _check_reason(sure, why)
    entry = dict(claim.entry)
    new = {"party": party.pk, "by": "analyst", "sure": sure, "why": why.strip()}
    entry["by"] = {**entry["by"], "concluded": [*entry["by"]["concluded"], new]}
    keep_entry(actor, Claim, entry)
    return claim


def _check_reason(sure: str, why: str) -> None:
    if sure not in Conclusion.Sure.values:
        raise Problem("parties.unknown_certainty")
    if not why.strip():
        raise Problem("parties.why_needed")


def _check_links() -> None:
    """Parties that parties and claims point to are kept here, and no party stands under itself."""
    parties = {row.pk: row.plain() for row in Party.objects.all()}
    for party in parties.values():
        for field, target in links("parties", party):
            _all_there(field, [target], parties)
    for claim in Claim.objects.all():
        _all_there("by", [each["party"] for each in claim.entry["by"]["concluded"]], parties)
    above = {
        pk: [target for field, target in links("parties", party) if field == "under"] for pk, party in parties.items()
    }
    if any(pk in reachable(pk, above) for pk in parties):
        raise Problem("events.bad_entry", field="under", why="it leads back to itself")


def _all_there(field: str, targets: Any, parties: Mapping[str, Any]) -> None:
    for target in targets:
        if target is not None and target not in parties:
            raise Problem("events.bad_entry", field=field, why=f"{target} is not kept here")
