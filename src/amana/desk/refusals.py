"""What was refused to somebody who is signed in stands in the log: a colleague who tries doors is seen trying.

One entry a person, a page and ten minutes, so that nobody can fill the log by trying. It says which page and why, and
which account where the page is of one; never what was typed.
"""

import re
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from amana.desk.lock import lock
from amana.errors import Problem
from amana.testimony.custody.log import record

FORBIDDEN, QUIET = 403, 600
ID = re.compile("[a-z2-7]{26}")


def note_refusal(request: HttpRequest, problem: Problem) -> None:
    """Write the entry, if the problem is a refusal to somebody who gave both factors."""
    user: Any = getattr(request, "user", None)
    page = request.resolver_match
    if problem.status != FORBIDDEN or not lock.is_open or page is None or user is None or not user.is_authenticated:
        return
    if user.is_verified() and cache.add(f"refused:{user.pk}:{page.view_name}:{problem.code}", 1, timeout=QUIET):
        with transaction.atomic():
            record(user, "person.refused", _of(page), {"page": page.view_name, "why": problem.code})


def _of(page: Any) -> str:
    """The account that an address names: one that is there, as whoever asks for another is told that there is none."""
    pk = str(page.kwargs.get("pk", ""))
    return f"testimony:{pk}" if page.namespace == "testimony" and ID.fullmatch(pk) else ""
