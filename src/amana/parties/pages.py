"""Parties by name, and concluding that an act or a claim is of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from amana.desk.policy import may, require
from amana.errors import Problem
from amana.events.models import Act, Claim
from amana.events.policy import find as find_event
from amana.events.policy import victims
from amana.parties import actions
from amana.parties.forms import ConclusionForm, PartyForm
from amana.parties.models import Party
from amana.testimony.pages import actor
from amana.vocabulary import label


def parties(request: HttpRequest) -> HttpResponse:
    """Every party, all sides in one list."""
    user = actor(request)
    require(user, "source.read")
    names = {row.pk: str(row) for row in Party.objects.all()}
    rows = [
        {
            "party": row.entry,
            "kind": label("party_kinds", row.entry["kind"]),
            "under": names.get(row.entry["under"]),
        }
        for row in sorted(Party.objects.all(), key=str)
    ]
    return render(request, "parties/list.html", {"rows": rows, "may_edit": may(user, "source.edit")})


def new_party(request: HttpRequest) -> HttpResponse:
    """A new party."""
    user = actor(request)
    require(user, "source.edit")
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_party(user, form.value())
        return redirect("parties:list")
    context = {"form": form, "title": gettext("A new party"), "back": "parties:list"}
    return render(request, "events/entry_form.html", context, status=422 if form.errors else 200)


def conclude_act(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: conclude whose an act is said to be."""
    user = actor(request)
    act = get_object_or_404(Act.objects.select_related("victim__event"), pk=pk)
    event = find_event(user, act.victim.event.pk)
    if not victims(user, event).filter(pk=act.victim.pk).exists():
        raise Http404
    form = _filled(request)
    actions.conclude(user, act, form.cleaned_data["party"], form.cleaned_data["sure"], form.cleaned_data["why"])
    return redirect("events:event", event.pk)


def conclude_claim(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: conclude which party a described perpetrator of a published claim is."""
    user = actor(request)
    require(user, "source.edit")
    claim = get_object_or_404(Claim, pk=pk)
    form = _filled(request)
    if form.cleaned_data["party"] is None:
        raise Problem("parties.party_needed")
    actions.conclude_claim(user, claim, form.cleaned_data["party"], form.cleaned_data["sure"], form.cleaned_data["why"])
    return redirect("events:claim", claim.pk)


def _filled(request: HttpRequest) -> ConclusionForm:
    if request.method != "POST":
        raise Http404
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        raise Problem("parties.why_needed")
    return form
