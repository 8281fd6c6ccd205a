"""The desk's earlier mailboxes, beside its keys; and the end of them, which a second press confirms.

Whoever keeps the keys sees no account: nothing here says whether anything came, or how much.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amana.desk.actor import actor
from amana.desk.keyring import Opened
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.testimony import checking, mailboxes


def beside(user: User, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Beside the opened keyring: which earlier mailboxes there are, and until when each is looked into."""
    if isinstance(thing, Opened) and thing.keys.earlier_mailbox and may(user, "desk.keys"):
        yield "testimony/earlier_mailboxes.html", {"earlier": mailboxes.earlier()}


def earlier(request: HttpRequest) -> HttpResponse:
    """What ends, and what that means for phones; the press that ends it; then how far that is."""
    user = actor(request)
    require(user, "desk.keys")
    if request.method == "POST":
        checking.end_earlier(user)
        return redirect("testimony:mailboxes")
    state = checking.state()
    found = mailboxes.earlier()
    context = {
        "state": state if state.ending else checking.State(),
        "earlier": found,
        "can_end": any(one.until for one in found),
    }
    return render(request, "testimony/mailboxes.html", context)
