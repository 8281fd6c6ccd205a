"""Accounts that go to a partner desk: the list, a new one, and one with what would leave, its checks, its approval."""

from datetime import UTC, datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.keyset import page
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.release.pages import REASONS
from amana.release.sharing import actions
from amana.release.sharing.drafting import ADDED, Draft, Found, Going, can_be_chosen, make_draft
from amana.release.sharing.forms import SharingForm
from amana.release.sharing.models import Sharing
from amana.testimony import policy
from amana.testimony.asked import form_told, places_told
from amana.testimony.pages_attachment import viewed
from amana.testimony.partners.copies import CHANGED, copies_of
from amana.testimony.partners.models import Copy, Partner, Share
from amana.testimony.partners.panels import shown
from amana.testimony.telling import as_told, questions_of
from amana.vocabulary import label

AT_ONCE = 50


def sharings(request: HttpRequest) -> HttpResponse:
    """Every release of accounts, drafts first, then what was approved last."""
    user = _drafter(request)
    rows = Sharing.objects.select_related("partner", "made_by", "approved_by")
    rows = rows.annotate(settled_at=Coalesce("approved_at", datetime.max.replace(tzinfo=UTC)))
    shown = page(rows, ("-settled_at", "-at", "pk"), AT_ONCE, request.GET.get("after", ""))
    listed = [{"row": row, "purpose": label("purposes", row.purpose)} for row in shown.rows]
    context = {"rows": listed, "after": shown.after, "partners": _in_force().exists(), "user": user}
    return render(request, "sharing/list.html", context)


def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    user = _drafter(request)
    form = SharingForm(_in_force(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start(user, form.cleaned_data["partner"], form.cleaned_data)
            return redirect("sharing:sharing", made.pk)
        except Problem as problem:
            if not problem.code.startswith("sharing."):
                raise
            form.add_error("why" if problem.code == "sharing.reason_needed" else "onward", problem.say())
    return render(request, "sharing/new.html", {"form": form}, status=422 if form.errors else 200)


def sharing(request: HttpRequest, pk: str) -> HttpResponse:
    """One release of accounts: choose, read what would leave, resolve hits, approve."""
    user = _drafter(request)
    row = get_object_or_404(Sharing.objects.select_related("partner", "made_by", "approved_by"), pk=pk)
    if request.method == "POST":
        _do(request, user, row)
        return redirect("sharing:sharing", row.pk)
    context: dict[str, Any] = {
        "row": row,
        "purpose": label("purposes", row.purpose),
        "extent": label("share_extents", row.extent),
    }
    if not row.approved:
        try:
            context |= _draft(user, row, make_draft(row))
        except Problem as problem:
            context["wrong"] = problem.say()
        rows = can_be_chosen(user, row).defer("told")
        context["can_be_chosen"] = page(rows, ("-day", "pk"), AT_ONCE, request.GET.get("after", ""))
    return render(request, "sharing/sharing.html", context)


@require_POST
def added(request: HttpRequest, share: str) -> HttpResponse:
    """A draft of what was added to a shared account; or that it stays here, as it was shown."""
    user = _drafter(request)
    found = get_object_or_404(Share.objects.select_related("testimony", "partner"), pk=share)
    if found.testimony is None:
        raise Problem("partners.no_such_share")
    account = policy.find(user, found.testimony.pk)
    if request.POST.get("do") == "stay":
        actions.leave_here(user, found, request.POST.getlist("added"))
        return redirect("testimony:testimony", account.pk)
    return redirect("sharing:sharing", actions.start_of_added(user, found).pk)


def copy(request: HttpRequest, pk: str, copy: str) -> HttpResponse:
    """A file as it would leave, made anew: for those who see own words; the same 404 for everyone else."""
    user = _drafter(request)
    row = get_object_or_404(Sharing, pk=pk)
    chosen = row.chosen.values("testimony")
    found = get_object_or_404(Copy.objects.select_related("attachment__testimony"), pk=copy)
    testimony = found.attachment.testimony
    if not found.told or not chosen.filter(testimony=testimony).exists() or not policy.sees_own_words(user, testimony):
        raise Http404
    return viewed(request, user, found.attachment, found.told["type"], bytes(found.content))


def _do(request: HttpRequest, user: User, row: Sharing) -> None:
    said = request.POST
    match said.get("do"):
        case "choose":
            actions.choose(user, row, policy.find(user, said.get("account", "")))
        case "leave_out":
            actions.leave_out(user, row, policy.find(user, said.get("account", "")))
        case "resolve":
            actions.resolve(user, row, said.get("key", ""), said.get("why", ""))
        case "approve":
            actions.approve(user, row, said.get("digest", ""), heeded="heeded" in said)


def _draft(user: User, row: Sharing, draft: Draft) -> dict[str, Any]:
    """What would leave, as far as `user` may read it; and what keeps it from leaving."""
    hits = [
        {
            "hit": hit,
            "where": _asked(hit),
            "why": REASONS[hit.reason],
            "said": hit.chosen.settled.select_related("by").filter(key=hit.key).first(),
        }
        for hit in draft.found
        if policy.sees_own_words(user, hit.chosen.testimony)
    ]
    involved = {row.made_by_id, *row.chosen.values_list("by", flat=True)}
    return {
        "going": [_going(user, one) for one in draft.going],
        "out": [
            {"row": one.testimony, "may_take_out": policy.may_with(user, "sharing.choose", one.testimony)}
            for one in draft.out
            if policy.may_with(user, "testimony.read", one.testimony)
        ],
        "hits": hits,
        "clear": not actions.unresolved(draft),
        "risk": draft.at_risk,
        "digest": draft.digest,
        "may_approve": may(user, "sharing.approve") and user.pk not in involved,
    }


def _asked(hit: Found) -> str:
    """The question at which a hit stands, as the form asks it."""
    if hit.where == ADDED:
        return gettext("What was added")
    form, name = form_told(hit.chosen.testimony), hit.where.split(",")[0]
    language = get_language() or "en"
    for question in questions_of(form["questions"]) if form else ():
        if question["name"] == name:
            return str(question["label"].get(language) or question["label"].get("en") or name)
    return name


def _going(user: User, one: Going) -> dict[str, Any]:
    """What would leave of one account; of one that `user` may not open, nothing but that there is one."""
    testimony = one.chosen.testimony
    if not policy.may_with(user, "testimony.read", testimony):
        return {"row": None}
    words = policy.sees_own_words(user, testimony)
    language = get_language() or "en"
    form = form_told(testimony)
    return {
        "row": testimony,
        "answers": as_told(one.inside, form, language, own_words=True, places=places_told(testimony)) if words else [],
        "text": one.inside.get("text", "") if words else "",
        "added": one.of is not None,
        "extent": label("share_extents", one.extent) if one.of else "",
        "files": len(one.inside["attachments"]),
        "kept": len(testimony.told["attachments"]) if "attachments" in one.inside["desk"]["left_out"] else 0,
        "copies": _copies(one) if words else [],
        "may_take_out": policy.may_with(user, "sharing.choose", testimony),
        **shown(one.terms),
    }


def _copies(one: Going) -> list[dict[str, Any]]:
    """The files made anew that would leave."""
    if one.extent not in CHANGED:
        return []
    rows = copies_of(one.chosen.testimony, one.extent).defer("content")
    return [{"pk": row.pk, "sound": row.told["type"].startswith("audio/")} for row in rows if row.told]


def _in_force() -> Any:
    return Partner.objects.filter(ended_on=None, heard=True).exclude(confirmed_on=None)


def _drafter(request: HttpRequest) -> User:
    user = actor(request)
    require(user, "sharing.draft")
    return user
