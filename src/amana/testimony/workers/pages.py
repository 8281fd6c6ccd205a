"""The pages about community workers: who there is, inviting one, one person, and what ended keys have signed."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.policy import may, require
from amana.desk.qr import draw_qr
from amana.errors import Problem
from amana.testimony import policy
from amana.testimony.models import Card, Envelope
from amana.testimony.workers import actions
from amana.testimony.workers.forms import CaseForm, EndForm, InviteForm
from amana.testimony.workers.keys import digits_of
from amana.testimony.workers.models import Worker


def workers(request: HttpRequest) -> HttpResponse:
    """Everyone, those first who wait for something; whose key ended last."""
    user = actor(request)
    require(user, "worker.read")
    everyone = Worker.objects.order_by("ended_on", "-until", "pk")
    rows = [{"worker": worker, "stage": stage(worker)} for worker in everyone]
    order = ["contested", "answered", "invited", "enrolled", "lapsed", "ended"]
    rows.sort(key=lambda row: order.index(str(row["stage"])))
    context = {
        "rows": rows,
        "may_keep": may(user, "worker.keep"),
        "may_oversee": may(user, "testimony.oversee"),
        "has_card": Card.objects.exists(),
    }
    return render(request, "workers/list.html", context)


def invite(request: HttpRequest) -> HttpResponse:
    """A link for one phone, shown once."""
    user = actor(request)
    require(user, "worker.keep")
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation = actions.draw_invitation()
        link = actions.link_with(invitation)
        worker = actions.invite(user, form.cleaned_data["name"], invitation)
        context = {"worker": worker, "link": link, "qr": draw_qr(link, gettext("The invitation"))}
        return render(request, "workers/invited.html", context)
    return render(request, "workers/invite.html", {"form": form}, status=422 if form.errors else 200)


def worker(request: HttpRequest, pk: str) -> HttpResponse:
    """One person: the digits to compare, the list, and the end of the key."""
    user = actor(request)
    require(user, "worker.read")
    row = get_object_or_404(Worker, pk=pk)
    form = EndForm(request.POST if request.POST.get("do") == "end" else None)
    match request.POST.get("do"):
        case "confirm":
            actions.confirm(user, row)
            return redirect("workers:worker", row.pk)
        case "end" if form.is_valid():
            since = form.cleaned_data["since"]
            actions.end(user, row, form.cleaned_data["reason"], since.isoformat() if since else "")
            return redirect("workers:worker", row.pk)
    context = {
        "row": row,
        "stage": stage(row),
        "digits": digits_of(row),
        "form": form,
        "cases": _cases(user, row),
        "may_keep": may(user, "worker.keep"),
        "may_end": may(user, "worker.end"),
    }
    return render(request, "workers/worker.html", context, status=422 if form.errors else 200)


def _cases(user: Any, row: Worker) -> list[dict[str, Any]]:
    """What stands on the list, of what `user` may read; of the rest, nothing."""
    if not may(user, "testimony.handle"):
        return []
    cases = row.cases.filter(testimony__in=policy.readable(user)).select_related("testimony")
    shown = cases.prefetch_related("visits").order_by("next", "code")
    return [{"case": case, "testimony": case.testimony} for case in shown]


@require_POST
def on_list(request: HttpRequest, pk: str) -> HttpResponse:
    """Put a testimony on somebody's list, change how it stands there, or take it off."""
    user = actor(request)
    testimony = policy.find(user, pk)
    if request.POST.get("do") == "take_off":
        actions.take_off_list(user, get_object_or_404(Worker, pk=request.POST.get("worker", "")), testimony)
        return redirect("testimony:testimony", testimony.pk)
    form = CaseForm(Worker.objects.all(), request.POST)
    if not form.is_valid():
        raise Problem("workers.unknown_state")
    clean = form.cleaned_data
    heeded = "heeded" in request.POST
    actions.put_on_list(user, clean["worker"], testimony, clean["state"], clean["next"], heeded=heeded)
    return redirect("testimony:testimony", testimony.pk)


def aside(request: HttpRequest) -> HttpResponse:
    """Envelopes that an ended key signed, sealed as they came; each can be taken in."""
    user = actor(request)
    require(user, "testimony.oversee")
    if request.method == "POST":
        actions.take_in(user, get_object_or_404(Envelope, pk=request.POST.get("envelope", "")))
        return redirect("workers:aside")
    rows = Envelope.objects.filter(reason="workers.ended_key").order_by("-day", "pk").defer("sealed")
    return render(request, "workers/aside.html", {"rows": rows})


def stage(worker: Worker) -> str:
    """How far somebody has come: invited, lapsed, answered, contested, enrolled or ended."""
    if worker.ended_on:
        return "ended"
    if worker.confirmed_on:
        return "enrolled"
    if worker.key:
        return "contested" if worker.contested else "answered"
    return "invited" if worker.until >= datetime.now(UTC).date() else "lapsed"
