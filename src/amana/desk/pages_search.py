"""Searching. What is looked for is posted, so that it stands in no address, no history and no log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amana.desk.actor import actor
from amana.desk.policy import require
from amana.desk.search import keeping
from amana.desk.search.asking import answer, answer_more

LONGEST = 200


def search(request: HttpRequest) -> HttpResponse:
    """The question, and what it finds; with `section`, more of that section alone."""
    user = actor(request)
    require(user, "search.use")
    question = " ".join(request.POST.get("words", "").replace("\0", "").split())[:LONGEST]
    section = request.POST.get("section", "")
    if section:
        found = answer_more(user, question, section, request.POST.get("how", ""), request.POST.get("after", ""))
    else:
        found = answer(user, question)
    context = {"words": question, "found": found, "alone": section, "whole": keeping.is_whole(), "longest": LONGEST}
    return render(request, "desk/search.html", context)
