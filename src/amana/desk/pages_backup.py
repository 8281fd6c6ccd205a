"""Backups, as whoever keeps the keys sees them: when the last one was made, and a button."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amana.desk.actor import actor
from amana.desk.backup import actions
from amana.desk.backup.folder import Folder
from amana.desk.lock import lock
from amana.desk.policy import require


def backup(request: HttpRequest) -> HttpResponse:
    """How it stands; a POST begins one beside the work."""
    user = actor(request)
    require(user, "desk.keys")
    if request.method == "POST":
        if not actions.under_way():
            actions.begin(user, forget="forget" in request.POST)
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
