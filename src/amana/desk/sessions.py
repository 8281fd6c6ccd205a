"""Sessions: begun with both factors, ended by the clock, and asked for proof again before keys are changed.

A session ends when nobody used it for a while, at the latest half a day after it began, when its person signs out
everywhere, and when her password, her factors or her roles change (`User.get_session_auth_hash`).
"""

import time
from typing import Any

import django_otp
from django.conf import settings
from django.contrib.auth import login, update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest
from django_otp.models import Device

from amana.desk.models import User

BEGAN, PROVED = "began", "proved"
PROOF_HOLDS = 10 * 60
"""Seconds for which a proof of both factors is enough to change them."""


def begin(request: HttpRequest, user: User, device: Device) -> None:
    """Let the person in, who has just shown `device`; the session is a new one, known to nobody else."""
    began = None
    if request.user.pk != user.pk:
        login(request, user)
    elif signed_in(request):
        began = request.session.get(BEGAN)
    django_otp.login(request, device)
    request.session.cycle_key()
    request.session[PROVED] = time.time()
    request.session[BEGAN] = began or time.time()


def signed_in(request: HttpRequest) -> bool:
    """Whether this session has shown both factors."""
    user: Any = request.user
    return bool(user.is_authenticated and user.is_verified())


def is_over(request: HttpRequest) -> bool:
    """Whether the session has lasted as long as any may; one that does not say when it began has."""
    return time.time() - float(request.session.get(BEGAN, 0)) > settings.DESK_SESSION


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person showed her factors within the last minutes."""
    return time.time() - float(request.session.get(PROVED, 0)) < PROOF_HOLDS


def end_others(request: HttpRequest, user: User) -> None:
    """End every session of `user` but this one."""
    end_all(user)
    update_session_auth_hash(request, user)


def end_all(user: User) -> None:
    """End every session of `user`."""
    User.objects.filter(pk=user.pk).update(sessions=F("sessions") + 1)
    user.refresh_from_db()
