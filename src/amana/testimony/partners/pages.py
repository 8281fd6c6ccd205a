"""Partner desks: the list, adding one, its page with the digits to compare, what is shared, and its end."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.testimony import policy
from amana.testimony.custody.pages import as_file
from amana.testimony.models import Card
from amana.testimony.partners import actions, keys
from amana.testimony.partners.forms import PartnerForm
from amana.testimony.partners.models import Partner, Share
from amana.testimony.partners.panels import shown, stage_of

T = TypeVar("T", bound=Model)
DEEDS = {"confirm": actions.confirm, "end": actions.end, "ask_anew": actions.ask_anew}
LONGEST_CARD = 1 << 20


def partners(request: HttpRequest) -> HttpResponse:
    """Every partner desk, and how far each has come."""
    user = actor(request)
    require(user, "partner.read")
    found = sorted(Partner.objects.all(), key=lambda row: (row.ended_on is not None, str(row.name)))
    rows = [{"row": row, "stage": stage(row)} for row in found]
    return render(request, "partners/list.html", {"rows": rows, "may_keep": may(user, "partner.keep")})


def add(request: HttpRequest) -> HttpResponse:
    """Note another organisation's desk by its link."""
    user = actor(request)
    require(user, "partner.keep")
    form = PartnerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            link, file = form.cleaned_data["link"], form.cleaned_data["card"]
            note = file.read(LONGEST_CARD + 1) if file else actions.fetch_card(link)
            return redirect("partners:partner", actions.add(user, form.cleaned_data["name"], link, note).pk)
        except Problem as problem:
            form.add_error("name" if problem.code.startswith("partners.name") else "link", problem.say())
    card = Card.objects.order_by("-serial").first()
    return render(
        request,
        "partners/add.html",
        {"form": form, "own": card.link if card else ""},
        status=422 if form.errors else 200,
    )


def partner(request: HttpRequest, pk: str) -> HttpResponse:
    """One partner desk: compare and confirm, see what is shared, end it."""
    user = actor(request)
    require(user, "partner.read")
    row = get_object_or_404(Partner.objects.select_related("added_by", "confirmed_by"), pk=pk)
    if request.method == "POST":
        if deed := DEEDS.get(request.POST.get("do", "")):
            deed(user, row)
        return redirect("partners:partner", row.pk)
    context = {
        "row": row,
        "stage": stage(row),
        "digits": keys.digits_of(row),
        "may_keep": may(user, "partner.keep"),
        "may_confirm": may(user, "partner.keep") and row.added_by_id != user.pk,
        "may_end": may(user, "partner.end"),
        "shares": _shares(user, row),
        "came": _came(user, row),
    }
    return render(request, "partners/partner.html", context)


@require_POST
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """End one share."""
    user = actor(request)
    share = get_object_or_404(Share.objects.select_related("testimony"), pk=pk)
    if share.testimony is None:
        raise Problem("partners.no_such_share")
    testimony = policy.find(user, share.testimony.pk)
    actions.take_back(user, share)
    return redirect("testimony:testimony", testimony.pk)


def tie(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """What ties one copy that went to its original, as a file for a court; that it was handed out is logged."""
    user = actor(request)
    share = get_object_or_404(Share.objects.select_related("testimony"), pk=pk)
    if share.testimony is None:
        raise Http404
    policy.find(user, share.testimony.pk)
    return as_file(actions.hand_out_tie(user, share, number), f"copy-{number}.tie")


def _shares(user: User, row: Partner) -> list[dict[str, Any]]:
    """What was shared of what this person may open; what is no more, for who oversees that."""
    found = _of_theirs(user, row.shares.select_related("testimony"))
    return [
        {
            "share": share,
            "stage": stage_of(share),
            "testimony": share.testimony if share.testimony and not share.testimony.shut else None,
            **shown(share.agreed),
        }
        for share in found
    ]


def _came(user: User, row: Partner) -> list[dict[str, Any]]:
    """What came, likewise."""
    found = _of_theirs(user, row.came.select_related("testimony"))
    return [
        {"came": came, "testimony": came.testimony if came.testimony and not came.testimony.shut else None}
        for came in found
    ]


def _of_theirs(user: User, rows: QuerySet[T]) -> QuerySet[T]:
    """Those of accounts that `user` may open, and, for who oversees all, of accounts that cannot be opened now."""
    if not may(user, "testimony.handle"):
        return rows.none()
    seen = Q(testimony__in=policy.readable(user)) | Q(testimony__handler=user)
    if may(user, "testimony.oversee"):
        seen |= Q(testimony=None) | Q(testimony__shut=True)
    return rows.filter(seen).order_by("-on", "pk")


def stage(row: Partner) -> str:
    """How far a partner desk has come: added, confirmed here, in force, ended."""
    if row.to_compare:
        return "added"
    if row.ended_on:
        return "ended"
    return "in_force" if row.heard else "confirmed"
