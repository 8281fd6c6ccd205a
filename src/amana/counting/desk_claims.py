"""What the desk knows, as the plain claims that the engine counts.

Published claims as they are kept; and of each victim in an event one claim an act, if
every testimony that tells of her agreed to be counted. Nothing of a testimony is in such a
claim but what was entered in the event.
"""

from dataclasses import dataclass

from amana.counting.world import World
from amana.events import models
from amana.events.claims import Claim, Source
from amana.events.policy import agreed_victims
from amana.parties.models import Party

OWN = Source(id="accounts-at-this-desk", name="Accounts told to this desk", kind="witness", named="withheld")


@dataclass(frozen=True)
class DeskClaims:
    """Every claim that may be counted, the parties and places they name, and each one's source.

    `events`: for a claim that was told at this desk, the id of its event; published claims are not in it.
    """

    claims: tuple[Claim, ...]
    world: World
    sources: dict[str, Source]
    events: dict[str, str]


def gather() -> DeskClaims:
    """All of them, as they stand now: a consent that was withdrawn has gone with its claims."""
    told = {act.pk: (act, claim) for act, claim in _told()}
    published = [row.plain() for row in models.Claim.objects.order_by("pk")]
    sources = {row.pk: row.plain() for row in models.Source.objects.all()}
    world = World.of(
        (row.plain() for row in Party.objects.order_by("pk")),
        (row.plain() for row in models.Place.objects.order_by("pk")),
    )
    return DeskClaims(
        claims=(*published, *(claim for _, claim in told.values())),
        world=world,
        sources={**sources, OWN.id: OWN},
        events={claim.id: act.victim.event_id for act, claim in told.values()},
    )


def _told() -> list[tuple[models.Act, Claim]]:
    """The acts that may be counted, each as a claim. Two victims of one event are others than one another."""
    acts = models.Act.objects.filter(victim__in=agreed_victims("count")).select_related("victim__event")
    by_event: dict[str, list[models.Act]] = {}
    for act in acts.prefetch_related("conclusions").order_by("pk"):
        by_event.setdefault(act.victim.event_id, []).append(act)
    return [
        (act, _claim(act, [other for other in beside if other.pk != act.pk]))
        for beside in by_event.values()
        for act in beside
    ]


def _claim(act: models.Act, beside: list[models.Act]) -> Claim:
    victim, event = act.victim, act.victim.event
    concluded = [
        {"party": held.party_id, "by": "analyst", "sure": held.sure, "why": held.why}
        for held in [*act.conclusions.all()][-1:]
        if held.party_id
    ]
    return Claim.model_validate(
        {
            "id": _id(act),
            "source": OWN.id,
            "summary": f"Told to this desk, event {event.code}.",
            "quantity": {"kind": "exactly" if victim.at_least == 1 else "at_least", "number": victim.at_least},
            "unit": "persons",
            "people": {"said": victim.said, "sex": victim.sex},
            "acts": act.codes,
            "attempt": act.attempt,
            "by": {"described": [act.described] if act.described else [], "concluded": concluded},
            "place": {"of": "event", "in": [event.place_id] if event.place_id else []},
            "period": {"of": "event", "within": [event.first_day, event.last_day], "said": event.said_when},
            "verb": "documented",
            "apart": [_id(other) for other in beside if other.victim_id != act.victim_id],
            "overlaps": [_id(other) for other in beside if other.victim_id == act.victim_id],
        }
    )


def _id(act: models.Act) -> str:
    return f"told-{act.pk}"
