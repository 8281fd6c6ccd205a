"""How many in all: estimates of those nobody listed, every model beside the others, each with its interval.

Nothing here shows a middle without its two ends. Nothing leaves from these pages.
"""

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from amana.counting import actions
from amana.counting.forms import ColumnsForm, EstimateForm, KeptForm, ListsForm
from amana.counting.held import Upload, held, hold, let_go
from amana.counting.models import Estimation
from amana.counting.shown import now, versions_of, whole
from amana.desk.actor import actor
from amana.desk.background.working import worker
from amana.desk.models import Job, User
from amana.desk.policy import may, require
from amana.errors import Problem

M = TypeVar("M")


def estimates(request: HttpRequest) -> HttpResponse:
    """Every estimation, the newest first."""
    user = actor(request)
    require(user, "count.read")
    rows = Estimation.objects.select_related("job", "made_by").order_by("-pk")
    return render(request, "counting/estimates.html", {"rows": rows, "may_estimate": may(user, "count.estimate")})


def new_estimate(request: HttpRequest) -> HttpResponse:
    """Lists to estimate from: the files, which are read at once and held until it is said what their columns are."""
    user = actor(request)
    require(user, "count.estimate")
    form = ListsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        lists, pairs = form.cleaned_data["lists"], form.cleaned_data["pairs"]
        files = Upload(lists.name, lists.read()), Upload(pairs.name, pairs.read()) if pairs else None
        if made := _asked(form, "lists", lambda: hold(user, *files)):
            return redirect("counting:columns", made.mark)
    return render(request, "counting/estimate_new.html", {"form": form}, status=422 if form.errors else 200)


def columns(request: HttpRequest, mark: str) -> HttpResponse:
    """What each column of the lists is, and what the estimate is of."""
    user = actor(request)
    require(user, "count.estimate")
    lists = held(user, mark)
    given = request.POST if request.method == "POST" else None
    named, form = ColumnsForm(lists.columns, given, rows=lists.rows), EstimateForm(given)
    if request.method == "POST" and all([named.is_valid(), form.is_valid()]):
        asked = {**form.cleaned_data, **({} if lists.pairs else named.given())}
        wrong = form if lists.pairs else named
        if kept := _asked(wrong, None, lambda: actions.ask_estimate(user, lists.file, pairs=lists.pairs, **asked)):
            let_go(user)
            return redirect("counting:estimate", kept.pk)
    context = {"form": form, "named": named, "lists": lists}
    return render(
        request, "counting/estimate_columns.html", context, status=422 if form.errors or named.errors else 200
    )


def kept_estimate(request: HttpRequest) -> HttpResponse:
    """An estimate from lists that are made of what is kept here."""
    user = actor(request)
    require(user, "count.estimate")
    form = KeptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "origin", "seed")}
        shared = (form.cleaned_data["purpose"], form.cleaned_data["recipient"])

        def ask() -> Estimation:
            if form.cleaned_data["way"] == KeptForm.RECORDS:
                return actions.ask_from_records(user, form.question(), **given)
            return actions.ask_from_accounts(user, form.question(), shared=shared if shared[0] else None, **given)

        if kept := _asked(form, "way", ask):
            return redirect("counting:estimate", kept.pk)
    return render(request, "counting/estimate_kept.html", {"form": form}, status=422 if form.errors else 200)


def _asked(form: Form, field: str | None, ask: Callable[[], M]) -> M | None:
    """What was asked for; or None, and what is wrong with it stands at a field of the form, or above it."""
    try:
        return ask()
    except Problem as problem:
        if not problem.code.startswith("counting."):
            raise
        form.add_error(field, str(problem))
    return None


def estimate(request: HttpRequest, pk: int) -> HttpResponse:
    """One estimation: how far it has come, and then its figures, with all that makes them again."""
    user = actor(request)
    require(user, "count.read")
    row = get_object_or_404(Estimation.objects.select_related("job", "made_by", "again__job"), pk=pk)
    if request.method == "POST":
        return _done(request, user, row)
    waits = row.job.state == Job.WAITING
    if "X-Amana-Unattended" in request.headers and not waits:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "row": row,
        "waits": waits,
        "now": now(row) if worker.job == row.job_id else {},
        "done": len(row.job.found),
        "of": len(row.job.asked["steps"]),
        "strata": [] if waits else whole(row),
        "same": row.same(),
        "gone": row.agreeing() < row.rested_on,
        "linkages": len(row.asked.get("linkages", ())),
        "quotable": row.job.state == Job.DONE,
        "versions": versions_of(row),
        "hash": row.data_hash(),
        "seed": row.asked["seed"],
        "opens": may(user, "source.read"),
        "sources": [source.plain() for source in row.sources.order_by("pk")],
        "may_estimate": may(user, "count.estimate"),
    }
    return render(request, "counting/estimate.html", context)


def _done(request: HttpRequest, user: User, row: Estimation) -> HttpResponse:
    """What a button of the page does."""
    asked = request.POST.get("do")
    if asked == "stop":
        actions.stop_estimate(user, row)
    elif asked == "go_on":
        actions.resume_estimate(user, row)
    elif asked == "repeat":
        return redirect("counting:estimate", actions.repeat_estimate(user, row).pk)
    elif asked == "remove":
        actions.remove_estimate(user, row)
        return redirect("counting:estimates")
    return redirect("counting:estimate", row.pk)
