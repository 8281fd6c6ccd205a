"""By which words a case is found: notes by those who may open it; who she is, by whoever looks after her alone."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.search.findable import Changed, Findable, Hit, Section, Words
from amana.testimony.cases import policy
from amana.testimony.cases.models import About, Guardian, Handover, Interest, Meeting, Risk, Task, Turn
from amana.testimony.models import Consent, Survivor

if TYPE_CHECKING:
    from amana.desk.models import User

NOTES: dict[type[Model], tuple[str, ...]] = {
    Meeting: ("said", "seen"),
    Risk: ("whom", "agreed"),
    Task: ("note",),
    Handover: ("note",),
    Turn: ("note",),
    Interest: ("weighed",),
    Guardian: ("name", "contact"),
    Consent: ("named",),
}
"""What is written freely on the page of a case."""


def notes(survivor: Survivor) -> Iterator[str]:
    """The code, and all that was noted on her case's page."""
    yield survivor.code
    for model, names in NOTES.items():
        for row in model._default_manager.filter(survivor=survivor):
            yield from (getattr(row, name) for name in names)


def facets(survivor: Survivor) -> Iterator[str]:
    """The languages that she speaks."""
    for about in About.objects.filter(pk=survivor.pk):
        yield from (f"language {tag}" for tag in about.languages)


def identity(survivor: Survivor) -> Iterator[str]:
    """Who she is, how she is reached, what points to her."""
    yield from (survivor.name, survivor.contact, survivor.safe_contact, survivor.identifying)


def show(user: "User", rows: Collection[Survivor]) -> Iterator[Hit]:
    """Each by its code, with whether it is open and, for who oversees that, with whom it is."""
    oversees = may(user, "testimony.oversee")
    prefetch_related_objects(list(rows), "handler")
    for row in rows:
        beside = []
        if row.closed_on:
            beside.append(gettext("closed {day}").format(day=date_format(row.closed_on, "j F Y")))
        elif row.opened_on:
            beside.append(gettext("opened {day}").format(day=date_format(row.opened_on, "j F Y")))
        if row.handler_id == user.pk:
            beside.append(gettext("You look after it."))
        elif row.handler is None:
            beside.append(gettext("Nobody looks after it yet."))
        elif oversees:
            beside.append(gettext("with {who}").format(who=row.handler.name))
        yield Hit(reverse("cases:case", args=[row.pk]), row.code, tuple(beside), code=True)


def _hers(row: Any) -> list[Any]:
    return [row.survivor_id] if row.survivor_id else []


_PARTS: dict[type[Model], Changed] = dict.fromkeys([*NOTES, About], _hers)
FINDABLE = Findable(
    sections=(
        Section(
            "cases",
            _("Cases"),
            Survivor,
            ("code",),
            policy.readable,
            show,
            period=("opened_on", "opened_on"),
            action="case.read",
        ),
    ),
    words=(
        Words("case.notes", "cases", _("in the notes"), Survivor, policy.readable, notes, parts=_PARTS, facets=facets),
        Words(
            "case.identity",
            "cases",
            _("in who it is"),
            Survivor,
            lambda user: policy.among(user, "identity.view"),
            identity,
            names=True,
        ),
    ),
)
