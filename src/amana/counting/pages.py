"""The documented minimum, by party, place, act, year or group, each figure opened down to its claims and sources.

A figure here is for those who work at the desk. Nothing leaves from this page.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amana.counting import grid
from amana.counting.at_least import Count, Minimum, lower_bound
from amana.counting.desk_claims import DeskClaims, gather
from amana.counting.pictures import address, drawn
from amana.counting.regions import SEXUAL, Question
from amana.counting.rows import Row, rows
from amana.counting.words import AT_ODDS, OPEN, REASONS, SHOWN
from amana.desk.actor import actor
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.events.claims import Claim
from amana.events.policy import readable as readable_events
from amana.language import listed
from amana.vocabulary import entries, label

BY = {
    "party": _("By whom"),
    "place": _("Where"),
    "act": _("What"),
    "year": _("When"),
    "people": _("To whom"),
    "party-place": _("By whom, and where"),
    "place-year": _("Where, and when"),
}
ALL_SEXUAL = "sexual"
LISTED, WEIGHTIEST = 12, 3
lock.at_close.append(drawn.cache_clear)


def counts(request: HttpRequest) -> HttpResponse:
    """One table. What is counted, where, and by what it is divided stand in the address, in codes and ids alone."""
    user = actor(request)
    require(user, "count.read")
    language = get_language() or "en"
    by = request.GET.get("by", "party")
    by = by if by in BY else "party"
    act = request.GET.get("act", ALL_SEXUAL)
    act = act if act in entries("acts") else ALL_SEXUAL
    desk = gather()
    place = request.GET.get("place", "")
    place = place if place in desk.world.places else ""
    question = SEXUAL if act == ALL_SEXUAL else Question(acts=frozenset({act}))
    question = replace(question, places=frozenset({place}) if place else None)
    count = Count(desk.claims, desk.world)
    opener = Opener(desk, user, language)
    whole = count.at_least(question)
    lines = [row for row in rows(count, question, by.split("-"), language) if _within(row, place, desk)]
    table = [opener.line(row, whole.survivors) for row in lines]
    acts = {
        ALL_SEXUAL: gettext("Sexual violence of any kind"),
        **{code: label("acts", code, language) for code in entries("acts")},
    }
    context = {
        "counted": acts[act],
        "where": desk.world.places[place].name if place else "",
        "whole": {**opener.figure(whole), "raising": opener.raising(whole)},
        "table": table,
        "at_odds": [
            {"about": AT_ODDS[each.about], "claims": opener.told(each.claims)} for each in count.contradictions[:LISTED]
        ],
        "registers": opener.registers(count),
        "grid": _grid(count, question, opener),
        "place": place,
        "places": sorted((one.name, pk) for pk, one in desk.world.places.items()),
        "by": by,
        "dimensions": BY.items(),
        "act": act,
        "acts": acts.items(),
    }
    return render(request, "counting/counts.html", context)


def _within(row: Row, place: str, desk: DeskClaims) -> bool:
    """Whether a line lies in the place that is asked about: what that lies in has lines of its own elsewhere."""
    return not place or "place" not in row.keys or place in desk.world.place_line(row.keys["place"])


def _grid(count: Count, question: Question, opener: "Opener") -> dict[str, Any] | None:
    """The picture by party and year, and its cells for the table below it, each opened; None if there are none."""
    table = [row for row in rows(count, question, ["party", "year"], opener.language) if row.minimum.claims]
    found = grid.squares(table, opener.language)
    if not found:
        return None
    words = "; ".join(f"{one.party}, {one.period}: {one.number} ({one.verbs})" for one in found)
    cells = [
        {"square": one, "claims": opener.told(row.minimum.claims), "jointly": opener.told(row.jointly)}
        for one, row in zip(found, table, strict=True)
    ]
    return {"image": address(grid.draw(found, words)), "cells": cells}


class Opener:
    """Opens figures down to their claims, as far as `user` may see them."""

    def __init__(self, desk: DeskClaims, user: User, language: str) -> None:
        self.desk, self.language = desk, language
        self.claims = {claim.id: claim for claim in desk.claims}
        self.opens = may(user, "source.read")
        readable = readable_events(user).values_list("pk", "code") if may(user, "event.read") else ()
        self.events: dict[str, str] = dict(readable)

    def line(self, row: Row, widest: int) -> dict[str, Any]:
        """A row of the table; `share` is its bar's length in per cent of the figure in all."""
        share = round(100 * row.minimum.survivors / widest) if widest else 0
        name = " · ".join(row.names.values())
        told = {"jointly": self.told(row.jointly), "alone": row.alone}
        return {"name": name, "share": share, **told, **self.figure(row.minimum)}

    def registers(self, count: Count) -> list[dict[str, Any]]:
        """Claims that say there were no others, with the bounds that hold in their own region if they are right."""
        found = []
        for place in [place for place, claim in enumerate(count.claims) if claim.complete][:LISTED]:
            limits = self.figure(count.at_least(count.question_of(place)))["limits"]
            found += [{**self.told([count.claims[place].id])[0], "limits": limits}] if limits else []
        return found

    def raising(self, minimum: Minimum) -> list[dict[str, Any]]:
        """The facts that would raise a figure, the weightiest first."""
        return [
            {**self.told([each.claim])[0], "shown": SHOWN[each.kind], "adds": each.adds}
            for each in minimum.would_raise[:WEIGHTIEST]
        ]

    def figure(self, minimum: Minimum) -> dict[str, Any]:
        """The two figures and all that stands behind them."""
        return {
            "survivors": minimum.survivors,
            "persons": minimum.persons,
            "bound": bool(minimum.claims),
            "claims": self.told(minimum.claims),
            "absorbed": [
                {**self.told([each.claim])[0], "by": self.told(each.by), "adds": each.adds_if_apart}
                for each in minimum.absorbed[:LISTED]
            ],
            "cautions": [
                {
                    "pair": self.told([each.claim, each.other]),
                    "why": listed([REASONS[why] for why in each.because], ";"),
                }
                for each in islice(minimum.cautions, LISTED)
            ],
            "unnumbered": self.told(minimum.unnumbered),
            "undecided": [
                {**self.told([claim])[0], "why": listed([OPEN[each] for each in why])}
                for claim, why in islice(minimum.undecided, LISTED)
            ],
            "verbs": [label("claim_verbs", verb, self.language) for verb in minimum.verbs],
            "late": self.told(minimum.late),
            "unrevised": minimum.unrevised,
            "more": max(0, len(minimum.absorbed) - LISTED) + max(0, len(minimum.undecided) - LISTED),
            "limits": [
                {
                    "persons": unit == "persons",
                    "least": one.least,
                    "most": one.most,
                    "registers": self.told(one.registers),
                }
                for unit, one in minimum.limits.items()
                if one.most is not None
            ],
        }

    def told(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """Claims as the page shows them: number, unit, verb, source and through whom it is known."""
        return [self._claim(self.claims[one]) for one in ids]

    def _claim(self, claim: Claim) -> dict[str, Any]:
        source = self.desk.sources[claim.source]
        event = self.desk.events.get(claim.id)
        summary, name = claim.summary, source.name
        if event is not None:
            name = gettext("Accounts told to this desk")
            told_in = gettext("Told in event {code}.")
            summary = told_in.format(code=self.events[event]) if event in self.events else ""
        return {
            "summary": summary,
            "bound": lower_bound(claim),
            "unit": label("units", claim.unit, self.language),
            "verb": label("claim_verbs", claim.verb, self.language),
            "source": name,
            "through": self.desk.sources[source.relayed_by].name if source.relayed_by else "",
            "claim": claim.id if event is None and self.opens else "",
            "event": event if event in self.events else "",
        }
