"""The log as read at the desk: newest entries first, its checkpoints, its check, and the files that may leave."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing import ed25519
from amana.sealing.ids import id_of
from amana.testimony.custody.actions import export_log, export_proof
from amana.testimony.custody.entry import PADDING, Entry
from amana.testimony.custody.keeping import audit
from amana.testimony.custody.models import Row, Signed

AT_ONCE = 50


def log(request: HttpRequest) -> HttpResponse:
    """The newest entries, padding left out; `?before=N` goes on to older ones."""
    require(_actor(request), "custody.read")
    before = request.GET.get("before", "")
    rows = Row.objects.filter(index__lt=int(before)) if before.isascii() and before.isdigit() else Row.objects.all()
    shown = _shown(rows)
    context = {
        "entries": shown,
        "older": shown[-1]["index"] if len(shown) == AT_ONCE else None,
        "checkpoints": Signed.objects.order_by("-size")[:7],
        "covered": getattr(Signed.objects.order_by("-size").first(), "size", 0),
        "fingerprint": id_of(ed25519.public_key(lock.keys.card)),
    }
    return render(request, "custody/log.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Check everything that is kept, and say where it is not as it was."""
    require(_actor(request), "custody.read")
    findings = [{"first": found.first, "last": found.last, "say": str(found.problem)} for found in audit()]
    return render(request, "custody/check.html", {"findings": findings, "count": Row.objects.count()})


def exported(request: HttpRequest, size: int) -> HttpResponse:
    """The log up to a checkpoint."""
    signed = get_object_or_404(Signed, size=size)
    return _file(export_log(_actor(request), signed), "custody.log")


def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """A checkpoint alone, for an outsider to keep."""
    require(_actor(request), "custody.read")
    return _file(bytes(get_object_or_404(Signed, size=size).note), f"checkpoint-{size}.txt")


def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The proof of one entry."""
    row = get_object_or_404(Row, index=index)
    return _file(export_proof(_actor(request), row), f"entry-{index}.tlog-proof")


def _shown(rows: Any) -> list[dict[str, Any]]:
    people = {f"user:{user.pk}": user.name for user in User.objects.all()}
    shown: list[dict[str, Any]] = []
    for row in rows.order_by("-index").iterator():
        try:
            entry = row.entry
        except (ValueError, Problem):
            entry = Entry(row.index, "", "", "custody.changed")
        if entry.action != PADDING:
            shown.append({"index": row.index, "entry": entry, "who": people.get(entry.actor, entry.actor)})
        if len(shown) == AT_ONCE:
            break
    return shown


def _file(content: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=disposition)


def _actor(request: HttpRequest) -> User:
    actor: Any = request.user
    return User.objects.get(pk=actor.pk)
