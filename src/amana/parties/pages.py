"""Parties by name, and concluding that an act or a claim is of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from amana.desk.actor import actor
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.events.models import Act, Claim
from amana.events.policy import victims_seen
from amana.parties import actions
from amana.parties.forms import ConclusionForm, PartyForm, RelationForm
from amana.parties.models import Party
from amana.vocabulary import label

RELATIONS = dict(RelationForm.base_fields["relation"].choices)  # type: ignore[attr-defined]


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
        return redirect("parties:party", actions.keep_party(user, form.value()).pk)
    context = {"form": form, "title": gettext("A new party"), "back": "parties:list"}
    return render(request, "events/entry_form.html", context, status=422 if form.errors else 200)


def party(request: HttpRequest, pk: str) -> HttpResponse:
    """One party: what is kept of it, and how it stood to others over time."""
    user = actor(request)
    require(user, "source.read")
    row = get_object_or_404(Party, pk=pk)
    form = RelationForm(row)
    if request.method == "POST":
        require(user, "source.edit")
        if request.POST.get("do") == "remove":
            at = request.POST.get("at", "")
            actions.remove_relation(user, row, int(at) if at.isascii() and at.isdigit() and len(at) < 9 else -1)
            return redirect("parties:party", row.pk)
        form = RelationForm(row, request.POST)
        if form.is_valid() and _added(user, row, form):
            return redirect("parties:party", row.pk)
    names = {one.pk: str(one) for one in Party.objects.all()}
    kept = row.plain()
    context = {
        "party": kept,
        "kind": label("party_kinds", kept.kind),
        "under": names.get(kept.under or ""),
        "opposed": [names.get(one, one) for one in kept.opposed],
        "over_time": [
            {"says": str(RELATIONS[one.relation]), "party": names.get(one.party, one.party), "kept": one}
            for one in kept.over_time
        ],
        "form": form,
        "may_edit": may(user, "source.edit"),
    }
    return render(request, "parties/party.html", context, status=422 if form.errors else 200)


def _added(user: User, row: Party, form: RelationForm) -> bool:
    """Whether the form's relation could be kept; what is wrong with it stands in the form."""
    try:
        actions.add_relation(user, row, form.value())
    except Problem as problem:
        if problem.code != "events.bad_entry":
            raise
        form.add_error(None, str(problem))
        return False
    return True


def conclude_act(request: HttpRequest, pk: str) -> HttpResponse:
    """POST: conclude whose an act is said to be."""
    user = actor(request)
    require(user, "event.read")
    act = get_object_or_404(Act.objects.filter(victim__in=victims_seen(user)).select_related("victim"), pk=pk)
    form = _filled(request)
    actions.conclude(user, act, form.cleaned_data["party"], form.cleaned_data["sure"], form.cleaned_data["why"])
    return redirect("events:event", act.victim.event_id)


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
