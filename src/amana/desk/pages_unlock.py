"""Opening and closing the desk."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from amana.desk.actions import close_desk, open_desk
from amana.desk.forms import UnlockForm
from amana.desk.lock import lock
from amana.errors import Problem


def show_locked(request: HttpRequest, form: UnlockForm | None = None, status: int = 423) -> HttpResponse:
    """The unlock page in the place of whatever was asked for."""
    form = form or UnlockForm(initial={})
    return render(
        request, "desk/unlock.html", {"form": form, "next": request.POST.get("next", request.path)}, status=status
    )


def unlock(request: HttpRequest) -> HttpResponse:
    """Open the desk with its pass-phrase."""
    onward = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or onward.startswith("/unlock"):
        onward = "/"
    if lock.is_open:
        return redirect(onward)
    if request.method != "POST":
        return show_locked(request)
    form = UnlockForm(request.POST)
    if form.is_valid():
        try:
            open_desk(settings.DESK_HOME / "keyring.json", form.cleaned_data["passphrase"])
        except Problem as problem:
            form.add_error("passphrase", str(problem))
            return show_locked(request, form, problem.status)
        return redirect(onward)
    return show_locked(request, form)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the desk for everyone, now."""
    actor = request.user
    logout(request)
    close_desk(actor)
    return redirect("desk:unlock")
