"""Releases: the list, one release with its checks, its draft to read, and its files once approved."""

import base64
import hashlib
import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.actor import actor
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.release import actions
from amana.release.brief.html import write_html
from amana.release.brief.picture import draw_minimum
from amana.release.drafting import Draft, make_draft
from amana.release.forms import ReleaseForm
from amana.release.models import Release
from amana.release.starting import starting_text
from amana.sealing import notes
from amana.testimony.cases.risks import feared_for
from amana.testimony.models import Card
from amana.vocabulary import label

TYPES = {"html": "text/html", "pdf": "application/pdf", "json": "application/json", "note": "text/plain"}
REASONS = {
    "name": _("a name that the desk keeps"),
    "part_of_name": _("part of a name that the desk keeps"),
    "word": _("identifying words that the desk keeps"),
    "number": _("a telephone number that the desk keeps"),
}


def releases(request: HttpRequest) -> HttpResponse:
    """Every release, drafts first."""
    user = _reader(request)
    rows = Release.objects.select_related("made_by", "approved_by").order_by("approved_at", "-at")
    shown = [{"row": row, "purpose": label("purposes", row.purpose)} for row in rows]
    return render(request, "release/list.html", {"rows": shown, "may_draft": may(user, "release.draft")})


def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    user = _reader(request)
    require(user, "release.draft")
    return _write(request, user, None)


def text(request: HttpRequest, pk: str) -> HttpResponse:
    """Change a draft."""
    user = _reader(request)
    require(user, "release.draft")
    return _write(request, user, get_object_or_404(Release, pk=pk, approved_by=None))


def _write(request: HttpRequest, user: User, row: Release | None) -> HttpResponse:
    initial = {name: getattr(row, name) for name in actions.FIELDS} if row else {"outline": _starting_text()}
    form = ReleaseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.redraft(user, row, form.cleaned_data) if row else actions.start(user, form.cleaned_data)
            return redirect("release:release", kept.pk)
        except Problem as problem:
            if not problem.code.startswith("release."):
                raise
            form.add_error("outline", str(problem))
    return render(request, "release/text.html", {"form": form, "row": row}, status=422 if form.errors else 200)


def _starting_text() -> str:
    card = Card.objects.order_by("-serial").first()
    names = json.loads(notes.text_of(card.note.encode()))["names"] if card else {}
    return starting_text(
        timezone.now().date(), names.get("en") or next(iter(names.values()), gettext("Our organisation"))
    )


def release(request: HttpRequest, pk: str) -> HttpResponse:
    """One release: what it is, what the checks say, and approving it; or, once approved, its files."""
    user = _reader(request)
    row = get_object_or_404(Release.objects.select_related("made_by", "approved_by"), pk=pk)
    if request.method == "POST":
        if request.POST.get("do") == "resolve":
            actions.resolve(user, row, request.POST.get("key", ""), request.POST.get("why", ""))
        elif request.POST.get("do") == "approve":
            actions.approve(user, row, request.POST.get("digest", ""), heeded="heeded" in request.POST)
        return redirect("release:release", row.pk)
    context: dict[str, Any] = {"row": row, "purpose": label("purposes", row.purpose)}
    if row.approved:
        context["files"] = row.files.defer("content").order_by("name")
        context["quoted"] = [one.estimation for one in row.quoted.select_related("estimation").order_by("pk")]
        return render(request, "release/release.html", context)
    try:
        made = make_draft(row)
        context |= _checks(row, made)
        context["quoted"] = made.quoted()
        context["risk"] = feared_for(made.accounts())
    except Problem as problem:
        context["wrong"] = str(problem)
    context["may_draft"] = may(user, "release.draft")
    context["may_approve"] = may(user, "release.approve") and row.made_by_id != user.pk
    return render(request, "release/release.html", context)


def _checks(row: Release, made: Draft) -> dict[str, Any]:
    """What the leak check found, with what was said of each hit."""
    said = {one.key: one for one in row.resolutions.select_related("by")}
    hits = [
        {"where": hit.where, "why": REASONS[hit.reason], "key": hit.key, "resolved": said.get(hit.key)}
        for hit in made.found
    ]
    return {"hits": hits, "clear": all(hit["resolved"] for hit in hits), "digest": made.digest}


def draft(request: HttpRequest, pk: str) -> HttpResponse:
    """The draft as it would leave, marked as a draft, to be read here and nowhere else."""
    _reader(request)
    made = make_draft(get_object_or_404(Release, pk=pk, approved_by=None))
    html = write_html(made.document, draw_minimum(made.document))
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in styles)
    policy = f"default-src 'none'; style-src {hashes}; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
    return HttpResponse(html, headers={"Content-Security-Policy": policy})


def file(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """A file of an approved release."""
    user = _reader(request)
    row = get_object_or_404(Release, pk=pk)
    content = actions.take(user, row, name)
    kind = TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{row.pk[:8]}-{name}"'}
    )


def _reader(request: HttpRequest) -> User:
    user = actor(request)
    require(user, "release.read")
    return user
