"""Published sources, what they claim, and the places they name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.actor import actor
from amana.desk.frame import rooms
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.events import actions
from amana.events.forms_sources import SOURCE_KINDS, ClaimForm, PlaceForm, SourceForm
from amana.events.models import Claim, Place, Source
from amana.vocabulary import label

QUANTITIES = {
    "exactly": "{number}",
    "at_least": _("at least {number}"),
    "over": _("more than {number}"),
    "about": _("about {number}"),
    "range": _("{number} to {upto}"),
    "several": _("several"),
}
STATUS = {"alleged": _("alleged"), "established": _("established")}
OF = {"reporting": _("where or when it was told or reported"), "treatment": _("where or when someone was treated")}
STATEMENTS = {
    "told": _("told"),
    "refused": _("refused to say"),
    "unable": _("could not say"),
    "observed": _("observed"),
    "no_response": _("did not respond"),
    "response": _("a response"),
    "view": _("a view"),
    "context": _("context"),
    "policy": _("a policy"),
}


def sources(request: HttpRequest) -> HttpResponse:
    """Every source, with how many claims it has here."""
    user = actor(request)
    require(user, "source.read")
    found = sorted(Source.objects.prefetch_related("claims"), key=str)
    rows = [{"source": row, "kind": SOURCE_KINDS[row.entry["kind"]]} for row in found]
    context = {
        "rows": rows,
        "may_edit": may(user, "source.edit"),
        "places": sorted(Place.objects.select_related("under"), key=str),
    }
    return render(request, "events/sources.html", context)


def new_source(request: HttpRequest) -> HttpResponse:
    """A new source."""
    user = actor(request)
    require(user, "source.edit")
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("events:source", actions.keep_entry(user, Source, form.value()).pk)
    context = {"form": form, "title": gettext("A new source"), "back": "events:sources"}
    return render(request, "events/entry_form.html", context, status=422 if form.errors else 200)


def new_place(request: HttpRequest) -> HttpResponse:
    """A new place."""
    user = actor(request)
    require(user, "source.edit")
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_entry(user, Place, form.value())
        return redirect("events:sources")
    context = {"form": form, "title": gettext("A new place"), "back": "events:sources"}
    return render(request, "events/entry_form.html", context, status=422 if form.errors else 200)


def source(request: HttpRequest, pk: str) -> HttpResponse:
    """One source, with its claims and statements as they are kept."""
    user = actor(request)
    require(user, "source.read")
    found = get_object_or_404(Source, pk=pk)
    context = {
        "source": found.plain(),
        "kind": SOURCE_KINDS[found.entry["kind"]],
        "claims": [claim.plain() for claim in found.claims.order_by("pk")],
        "statements": [
            {"text": row.plain().text, "kind": STATEMENTS[row.plain().kind]} for row in found.statements.order_by("pk")
        ],
        "may_edit": may(user, "source.edit"),
    }
    return render(request, "events/source.html", context)


def claim(request: HttpRequest, pk: str) -> HttpResponse:
    """One claim, with what the source described kept apart from what was concluded."""
    user = actor(request)
    require(user, "source.read")
    found = get_object_or_404(Claim.objects.select_related("source"), pk=pk)
    plain = found.plain()
    context = {
        "claim": plain,
        "source": found.source,
        "acts": [label("acts", code) for code in plain.acts],
        "unit": label("units", plain.unit),
        "verb": label("claim_verbs", plain.verb),
        "quantity": str(QUANTITIES[plain.quantity.kind]).format(number=plain.quantity.number, upto=plain.quantity.upto),
        "status": STATUS[plain.status],
        "place_of": OF.get(plain.place.of),
        "period_of": OF.get(plain.period.of),
        "places": [str(place) for place in Place.objects.filter(pk__in=plain.place.places)],
        "beside": [shown for room in rooms() for shown in room.beside(user, found)],
    }
    return render(request, "events/claim.html", context)


def new_claim(request: HttpRequest, pk: str) -> HttpResponse:
    """A new claim of a source."""
    user = actor(request)
    require(user, "source.edit")
    found = get_object_or_404(Source, pk=pk)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("events:claim", actions.keep_entry(user, Claim, form.value(found)).pk)
        except Problem as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "title": gettext("A claim of {source}").format(source=found), "back": "events:sources"}
    return render(request, "events/entry_form.html", context, status=422 if form.errors else 200)
