"""Checking the hub for new accounts, with what came of it said plainly; and envelopes that could not be opened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from amana.desk.actor import actor
from amana.desk.policy import require
from amana.errors import Problem
from amana.testimony import actions, checking
from amana.testimony.models import Envelope
from amana.testimony.sync import say


def check(request: HttpRequest) -> HttpResponse:
    """POST starts a check, unless one runs; the page shows how far it is, and in the end what it brought."""
    require(actor(request), "testimony.sync")
    if request.method == "POST":
        checking.start()
        return redirect("testimony:check")
    state = checking.state()
    return render(request, "testimony/check.html", {"state": state, "lines": say(state.outcome)})


def kept_aside(request: HttpRequest) -> HttpResponse:
    """Envelopes that did not open: kept whole, with the reason. Trying again is by hand only."""
    user = actor(request)
    require(user, "testimony.sync")
    said = None
    if request.method == "POST":
        envelope = get_object_or_404(Envelope, pk=request.POST.get("envelope", ""))
        try:
            actions.open_again(user, envelope)
            return redirect("testimony:inbox")
        except Problem as problem:
            said = str(problem)
    shut = (
        Envelope.objects.filter(reason__gt="")
        .exclude(reason="workers.ended_key")
        .defer("sealed")
        .order_by("-day", "pk")
    )
    rows = [{"envelope": envelope, "why": Problem(envelope.reason, most=16 << 20).say()} for envelope in shut]
    return render(request, "testimony/kept_aside.html", {"rows": rows, "said": said}, status=422 if said else 200)
