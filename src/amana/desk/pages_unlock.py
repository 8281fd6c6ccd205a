"""Opening and closing the desk."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from amana.desk.actions import close_desk, leave_desk, open_desk
from amana.desk.actor import actor
from amana.desk.doors import Door, TrusteesDoor
from amana.desk.files import KEYRING
from amana.desk.forms import UnlockForm, WordsForm
from amana.desk.keyring import door_of
from amana.desk.leaving import destroy_keyring
from amana.desk.lock import lock, read_keyring
from amana.desk.policy import require
from amana.desk.trustees import Gathering
from amana.errors import Problem

gathering = Gathering()
"""The words that trustees have given at the page that opens the desk."""


def show_locked(request: HttpRequest, form: UnlockForm | WordsForm | None = None, status: int = 423) -> HttpResponse:
    """The unlock page in the place of whatever was asked for."""
    door = _door()
    form = form or (WordsForm() if isinstance(door, TrusteesDoor) else UnlockForm(initial={}))
    next_ = request.POST.get("next", request.path)
    return render(
        request,
        "desk/unlock.html",
        {"form": form, "next": next_, "door": door, "given": gathering.given()},
        status=status,
    )


def unlock(request: HttpRequest) -> HttpResponse:
    """Open the desk with its pass-phrase, or with the words of its trustees, one after another."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or onward.startswith("/unlock"):
        onward = "/"
    if lock.is_open:
        return redirect(onward)
    if request.method != "POST":
        return show_locked(request)
    door = _door()
    form = WordsForm(request.POST) if isinstance(door, TrusteesDoor) else UnlockForm(request.POST)
    if not form.is_valid():
        return show_locked(request, form)
    try:
        secret = form.cleaned_data.get("passphrase") or (
            gathering.add(form.cleaned_data["words"], door) if isinstance(door, TrusteesDoor) else None
        )
        if secret is None:
            return show_locked(request)
        open_desk(settings.DESK_HOME / KEYRING, secret)
    except Problem as problem:
        form.add_error(next(iter(form.fields)), str(problem))
        return show_locked(request, form, problem.status)
    return redirect(onward)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the desk for everyone, now."""
    user = request.user
    logout(request)
    close_desk(user)
    return redirect("desk:unlock")


def state(request: HttpRequest) -> HttpResponse:
    """Nothing, if the desk is open: a page asks, so as not to stay on a screen when it is not."""
    return HttpResponse(status=204)


def here(request: HttpRequest) -> HttpResponse:
    """Nothing: that it was asked for keeps the desk open for somebody who writes and has sent nothing yet."""
    return HttpResponse(status=204)


def leave(request: HttpRequest) -> HttpResponse:
    """What leaving means; and, once that is confirmed, leaving."""
    require(actor(request), "desk.leave")
    if request.method != "POST":
        return render(request, "desk/leave.html", {"recovery": bool(lock.keys.recovery)})
    destroy_keyring(settings.DESK_HOME)
    logout(request)
    leave_desk()
    return render(request, "desk/left.html")


def _door() -> Door | None:
    """How the desk opens; None where there is no keyring, which the page does not say before it is asked."""
    try:
        return door_of(read_keyring(settings.DESK_HOME / KEYRING))
    except Problem:
        return None
