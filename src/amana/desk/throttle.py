"""Slows guessing without letting a stranger lock the team out.

Wrong tries are counted per person, apart for browsers in which that person signed
in before (a signed cookie says so). A stranger who guesses at a name exhausts only
the strangers' tries; its owner's own browser goes on working. Counts live in memory.
"""

import hmac
import secrets

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from amana.desk.fields import blind
from amana.errors import Problem

TRIES = 5
MINUTES = 10
COOKIE = "amana_browser"


def scope(request: HttpRequest, step: str, name: str) -> str:
    """Whose tries are counted: this person's, at this step, from browsers known to her or from all others."""
    nonce, _, mark = request.COOKIES.get(COOKIE, "").partition(".")
    known = hmac.compare_digest(mark.encode(), _mark(name, nonce).encode())
    return f"tries:{step}:{blind(name, 'throttle')}:{nonce if known else 'strangers'}"


def refuse_if_tired(scope: str) -> None:
    """`desk.too_many_tries` after too many wrong ones."""
    if int(cache.get(scope, 0)) >= TRIES:
        raise Problem("desk.too_many_tries", minutes=MINUTES)


def count_wrong(scope: str) -> None:
    """Count one wrong try."""
    cache.add(scope, 0, timeout=60 * MINUTES)
    cache.incr(scope)


def remember_browser(response: HttpResponse, name: str, secure: bool) -> None:
    """Let this browser be known as one in which the person signed in. The cookie names nobody."""
    nonce = secrets.token_hex(16)
    response.set_cookie(
        COOKIE, f"{nonce}.{_mark(name, nonce)}", max_age=180 * 86_400, httponly=True, samesite="Strict", secure=secure
    )


def _mark(name: str, nonce: str) -> str:
    return blind(f"{blind(name, 'throttle')} {nonce}", "browser")
