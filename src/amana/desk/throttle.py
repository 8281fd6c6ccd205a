"""Slows guessing without letting a stranger lock the team out.

Wrong tries are counted per person, apart for browsers in which that person signed
in before (a signed cookie says so). A stranger who guesses at a name exhausts only
the strangers' tries; its owner's own browser goes on working. Counts live in memory.
"""

import hmac
import secrets
from contextlib import suppress

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from amana.desk.fields import blind
from amana.errors import Problem

TRIES = 5
MINUTES = 10
COOKIE = f"{settings.COOKIE_PREFIX}amana_browser"


def scope(request: HttpRequest, step: str, name: str) -> str:
    """Whose tries are counted: this person's, at this step, from browsers known to her or from all others."""
    nonce, _, mark = request.COOKIES.get(COOKIE, "").partition(".")
    known = hmac.compare_digest(mark.encode(), _mark(name, nonce).encode())
    return f"tries:{step}:{blind(name, 'throttle')}:{nonce if known else 'strangers'}"


def take_try(scope: str) -> bool:
    """Count a try before it is made, so that many at once are not more; `desk.too_many_tries` after too many.

    Whether this was the last one for now.
    """
    tries = caches["tries"]
    tries.add(scope, 0, timeout=60 * MINUTES)
    if int(tries.get(scope, 0)) >= TRIES:
        raise Problem("desk.too_many_tries", minutes=MINUTES)
    with suppress(ValueError):  # its time ran out just now
        return bool(tries.incr(scope) == TRIES)
    return False


def give_back(scope: str) -> None:
    """The try was a right one: it does not count, nor do the wrong ones before it."""
    caches["tries"].delete(scope)


def remember_browser(response: HttpResponse, name: str, secure: bool) -> None:
    """Let this browser be known as one in which the person signed in. The cookie names nobody."""
    nonce = secrets.token_hex(16)
    response.set_cookie(
        COOKIE, f"{nonce}.{_mark(name, nonce)}", max_age=180 * 86_400, httponly=True, samesite="Strict", secure=secure
    )


def _mark(name: str, nonce: str) -> str:
    return blind(f"{blind(name, 'throttle')} {nonce}", "browser")
