"""How many in all: estimates of those nobody listed, every model beside the others, each with its interval.

Nothing here shows a middle without its two ends. Nothing leaves from these pages.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from amana.counting import actions
from amana.counting.forms import EstimateForm
from amana.counting.models import Estimation
from amana.counting.shown import versions_of, whole
from amana.desk.background.working import worker
from amana.desk.models import Job, User
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.testimony.pages import actor


def estimates(request: HttpRequest) -> HttpResponse:
    """Every estimation, the newest first."""
    user = actor(request)
    require(user, "count.read")
    rows = Estimation.objects.select_related("job", "made_by").order_by("-pk")
    return render(request, "counting/estimates.html", {"rows": rows, "may_estimate": may(user, "count.estimate")})


def new_estimate(request: HttpRequest) -> HttpResponse:
    """Lists to estimate from."""
    user = actor(request)
    require(user, "count.estimate")
    form = EstimateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("lists")
        try:
            kept = actions.ask_estimate(user, actions.Upload(file.name, file.read()), **given)
            return redirect("counting:estimate", kept.pk)
        except Problem as problem:
            if not problem.code.startswith("counting."):
                raise
            form.add_error("lists", str(problem))
    return render(request, "counting/estimate_new.html", {"form": form}, status=422 if form.errors else 200)


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
        "works": worker.job == row.job_id,
        "done": len(row.job.found),
        "of": len(row.job.asked["steps"]),
        "strata": [] if waits else whole(row),
        "same": row.same(),
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
