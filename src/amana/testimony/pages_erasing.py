"""Erasing: what it takes away is said before, and it is confirmed with the account's code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amana.desk.actor import actor
from amana.errors import Problem
from amana.testimony import erasing, policy
from amana.testimony.forms import EraseForm


def erase(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask once more, then erase."""
    user = actor(request)
    row = policy.find(user, pk)
    if not policy.looks_after(user, row):
        raise Problem("testimony.not_in_your_hands")
    form = EraseForm(row.code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        erasing.erase(user, row)
        return redirect("testimony:inbox")
    context = {
        "row": row,
        "form": form,
        "asked": erasing.asked_for(row),
        "count": erasing.all_of(row).count(),
        "case": erasing.takes_the_person(row),
    }
    return render(request, "testimony/erasing.html", context, status=422 if form.errors else 200)
