"""The desk's first page, and the files that pages are drawn with."""

import hashlib
import mimetypes
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from amana.desk.frame import needs
from amana.desk.room import Turn

TURNS = {
    Turn.CARE: _("Care that cannot wait"),
    Turn.NOW: _("Now"),
    Turn.TODAY: _("Today"),
    Turn.READ: _("To read"),
    Turn.LETTERS: _("Letters"),
    Turn.LATER: _("When there is time"),
}


def home(request: HttpRequest) -> HttpResponse:
    """What needs the person now."""
    turns = [
        {"title": TURNS[turn], "needs": list(of)} for turn, of in groupby(needs(request.user), key=attrgetter("place"))
    ]
    return render(request, "desk/home.html", {"turns": turns})


def static(request: HttpRequest, path: str) -> HttpResponse:
    """A style sheet or a script. They hold nothing of anyone, so a browser may keep them and ask for changes."""
    try:
        found = finders.find(path)
    except SuspiciousFileOperation:
        raise Http404 from None
    if not found or not Path(found).is_file():
        raise Http404
    content = Path(found).read_bytes()
    kept = {"ETag": f'"{hashlib.sha256(content).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == kept["ETag"]:
        return HttpResponseNotModified(headers=kept)
    return HttpResponse(content, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream", headers=kept)
