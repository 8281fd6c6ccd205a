"""Backups, as whoever keeps the keys sees them: when the last one was made, and a button."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amana.desk.backup import actions
from amana.desk.backup.folder import Folder
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require


def backup(request: HttpRequest) -> HttpResponse:
    """How it stands; a POST begins one beside the work."""
    person: Any = request.user
    actor = User.objects.get(pk=person.pk)
    require(actor, "desk.keys")
    if request.method == "POST":
        if not actions.under_way():
            actions.begin(actor, forget="forget" in request.POST)
        return redirect("desk:backup")
    root = settings.DESK_BACKUP
    context = {
        "folder": root,
        "last": actions.last_made(),
        "older": max(0, len(Folder(root).stamps()) - 1) if root else 0,
        "under_way": actions.under_way(),
        "failure": actions.last_failure(),
        "recovery": bool(lock.keys.recovery),
        "forget": "forget" in request.GET,
    }
    return render(request, "desk/backup.html", context)
