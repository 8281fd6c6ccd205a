"""What opens this desk, and new keys for what is kept: begun here, done beside the work."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from amana.desk import rekeying
from amana.desk.actor import actor
from amana.desk.doors import Door, TrusteesDoor, new_passphrase_door
from amana.desk.files import KEYRING
from amana.desk.forms import NewPassphraseForm, TrusteesForm, WordsForm
from amana.desk.frame import rooms
from amana.desk.keyring import open_keyring
from amana.desk.lock import lock, read_keyring
from amana.desk.models import User
from amana.desk.policy import require
from amana.desk.trustees import Gathering, draw
from amana.errors import Problem

gathering = Gathering()
_waiting: dict[int, tuple[TrusteesDoor, bytes]] = {}
"""By person, the trustees whose sheets were shown, and who have yet to show that they can read them."""
lock.at_close += [gathering.clear, _waiting.clear]


def keys(request: HttpRequest) -> HttpResponse:
    """How the desk opens, and the forms to change it. Each button says what it does."""
    actor = _actor(request)
    do = request.POST.get("do")
    passphrase = NewPassphraseForm(request.POST if do == "passphrase" else None, auto_id="new_%s")
    trustees = TrusteesForm(request.POST if do == "trustees" else None, auto_id="trustees_%s")
    match do:
        case "rotate":
            return _begin(actor, identity="identity" in request.POST, mailbox="mailbox" in request.POST)
        case "passphrase" if passphrase.is_valid() and _proven(passphrase):
            return _begin(actor, door=new_passphrase_door(passphrase.cleaned_data["new"]))
        case "trustees" if trustees.is_valid() and _proven(trustees):
            return _show_sheets(request, actor, trustees)
    context = {
        "door": lock.opened.door,
        "by_trustees": isinstance(lock.opened.door, TrusteesDoor),
        "recovery": bool(lock.keys.recovery),
        "under_way": rekeying.under_way(),
        "passphrase": passphrase,
        "trustees": trustees,
        "beside": [panel for room in rooms() for panel in room.beside(actor, lock.opened)],
    }
    wrong = bool(passphrase.errors or trustees.errors)
    return render(request, "desk/keys.html", context, status=422 if wrong else 200)


@require_POST
def words(request: HttpRequest) -> HttpResponse:
    """The new trustees show that they can read their sheets; once enough have, they open the desk."""
    actor = _actor(request)
    waiting = _waiting.get(actor.pk)
    if waiting is None:
        return redirect("desk:keys")
    door, secret = waiting
    form = WordsForm(request.POST)
    if form.is_valid():
        try:
            given = gathering.add(form.cleaned_data["words"], door)
        except Problem as problem:
            form.add_error("words", str(problem))
        else:
            if given == secret:
                del _waiting[actor.pk]
                return _begin(actor, door=(door, secret))
            form = WordsForm()
    context = {"form": form, "door": door, "given": gathering.given()}
    return render(request, "desk/words.html", context, status=422 if form.errors else 200)


def _show_sheets(request: HttpRequest, actor: User, form: TrusteesForm) -> HttpResponse:
    """The words, once: in the answer to this request, and nowhere else."""
    door, secret, lists = draw(form.cleaned_data["need"], form.cleaned_data["of"])
    gathering.clear()
    _waiting[actor.pk] = (door, secret)
    sheets = [{"number": number, "words": words.split()} for number, words in enumerate(lists, 1)]
    return render(request, "desk/words.html", {"form": WordsForm(), "door": door, "sheets": sheets, "given": 0})


def _proven(form: Any) -> bool:
    """Whether whoever asks knows the pass-phrase until now: an open desk alone must not give it to somebody else."""
    try:
        open_keyring(read_keyring(settings.DESK_HOME / KEYRING), form.cleaned_data["passphrase"])
    except Problem as problem:
        form.add_error("passphrase", str(problem))
        return False
    return True


def _begin(
    actor: User, *, door: tuple[Door, bytes] | None = None, identity: bool = False, mailbox: bool = False
) -> HttpResponse:
    """Begin beside this request, for whose end the work waits."""
    if rekeying.under_way():
        raise Problem("desk.busy")

    def run(work: Callable[..., None]) -> None:
        with suppress(Problem):
            work(door, identity=identity, mailbox=mailbox, actor=actor)

    threading.Thread(target=run, args=(rekeying.rekey,), daemon=True).start()
    return redirect("desk:keys")


def _actor(request: HttpRequest) -> User:
    user = actor(request)
    require(user, "desk.keys")
    return user
