"""The two gates that every request passes: is the desk open, and has this person signed in with both factors?

Both refuse by default: a page is behind both unless its name stands here.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from amana.desk import pages_unlock, sessions
from amana.desk.actions import close_if_slept
from amana.desk.lock import lock

WHILE_LOCKED = ("/static/", "/unlock", "/language")
UNSIGNED = {"desk:unlock", "desk:sign_in", "desk:passkey", "desk:static", "desk:language", "desk:state"}
HALF_SIGNED = UNSIGNED | {"desk:second_factor", "desk:enrol", "desk:new_passkey", "desk:sign_out", "desk:lock"}

Page = Callable[[HttpRequest], HttpResponse]


def lock_gate(get_response: Page) -> Page:
    """Middleware: while the desk is locked, or once its machine slept, every address shows only the unlock page."""

    def answer(request: HttpRequest) -> HttpResponse:
        close_if_slept()
        if lock.is_open or request.path.startswith(WHILE_LOCKED):
            return get_response(request)
        return pages_unlock.show_locked(request)

    return answer


class sign_in_gate:
    """Middleware: no page without a person who gave both factors and has a password of her own."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the gate stands in `process_view`, where the page's name is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever is not signed in, or only half, to the step that is missing."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        user: Any = request.user
        if name in UNSIGNED:
            return None
        if not user.is_authenticated:
            return redirect("desk:sign_in")
        if not user.is_verified():
            return None if name in HALF_SIGNED else redirect("desk:second_factor")
        if sessions.is_over(request):
            logout(request)
            return redirect("desk:sign_in")
        # A page that asks by itself how far something has come is no sign that anybody is there: neither
        # the desk stays open for it, nor the session.
        if "X-Amana-Unattended" not in request.headers:
            lock.touch()
            request.session.modified = True
        if user.must_change_password and name not in HALF_SIGNED | {"desk:password"}:
            return redirect("desk:password")
        return None
