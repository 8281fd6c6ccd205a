"""The inbox, and a testimony's page. A page asks the policy first, and shows only what that allows."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from amana.desk.actor import actor
from amana.desk.frame import rooms
from amana.desk.keyset import page
from amana.desk.models import User
from amana.desk.policy import require
from amana.desk.search.narrowing import is_partial
from amana.errors import Problem
from amana.testimony import actions, consents, erasing, lists, policy
from amana.testimony.asked import form_told, places_told
from amana.testimony.cases.showing import shown_answer, warning_of
from amana.testimony.cleaning.clean import kind_of
from amana.testimony.custody.log import record
from amana.testimony.forms import ConsentForm, HandOverForm, ReplyForm
from amana.testimony.models import Card, Consent, Receipt, Testimony
from amana.testimony.telling import as_told
from amana.vocabulary import entries, label


def inbox(request: HttpRequest) -> HttpResponse:
    """What nobody has taken in hand, what she looks after, and for a supervisor who looks after the rest."""
    user = actor(request)
    require(user, "testimony.handle")
    name = request.GET.get("list", "")
    if name in lists.TITLES:
        return _list(request, user, name)
    shown = {name: lists.page_of(user, name, lists.FIRST) for name in lists.TITLES}
    for some in shown.values():
        some.rows.sort(key=lists.by_hours_left)
    return render(request, "testimony/inbox.html", {**shown, "has_hub": Card.objects.exists()})


def _list(request: HttpRequest, user: User, name: str) -> HttpResponse:
    """One of the lists alone, page by page, narrowed as the address says: in days, codes and people, nothing told."""
    form = lists.NarrowForm(user, name, request.GET)
    page = lists.page_of(user, name, lists.MORE, request.GET.get("after", ""), form)
    kept = {key: value for key, value in request.GET.items() if key in form.fields and value}
    context: dict[str, Any] = {
        "name": name,
        "title": lists.TITLES[name],
        "page": page,
        "form": form,
        "kept": urlencode(kept),
        "partial": is_partial(form.said(), "language"),
    }
    return render(request, "testimony/list.html", context)


def countable(request: HttpRequest) -> HttpResponse:
    """For an analyst: the testimonies that agreed to be counted, and whether each is part of an event yet."""
    user = actor(request)
    require(user, "testimony.analyse")
    rows = (
        policy.readable(user)
        .filter(kind=Testimony.Kind.ACCOUNT)
        .filter(Exists(consents.agreeing("count").filter(testimony=OuterRef("pk"))))
    )
    form = lists.CountableForm(request.GET, auto_id="narrow_%s")
    rows = rows.filter(form.wanted()).defer("told").prefetch_related("events")
    shown = page(rows, ("-day", "pk"), lists.MORE, request.GET.get("after", ""))
    kept = {key: value for key, value in request.GET.items() if key in form.fields and value}
    return render(request, "testimony/countable.html", {"page": shown, "form": form, "kept": urlencode(kept)})


def testimony(request: HttpRequest, pk: str) -> HttpResponse:
    """One testimony as told, with the care that cannot wait and its consents at the top, and what can be done."""
    user = actor(request)
    row = policy.find(user, pk)
    if request.method == "POST":
        return _do(request, user, row)
    if not policy.looks_after(user, row):
        with transaction.atomic():
            record(user, "testimony.viewed", row)
    return _show(request, user, row)


def _do(request: HttpRequest, user: User, row: Testimony) -> HttpResponse:
    match request.POST.get("do"):
        case "take":
            actions.take_in_hand(user, row)
        case "seen":
            actions.mark_seen(user, row)
        case "consent":
            form = ConsentForm(request.POST)
            if not form.is_valid():
                return _show(request, user, row, consent_form=form)
            actions.record_consent(user, row, **form.cleaned_data)
        case "reply":
            return _reply(request, user, row)
        case "hand_over":
            to = HandOverForm(request.POST)
            if not to.is_valid():
                return _show(request, user, row, hand_over_form=to)
            actions.hand_over(user, row, **to.cleaned_data)
            if not policy.readable(user).filter(pk=row.pk).exists():
                return redirect("testimony:inbox")
    return redirect("testimony:testimony", row.pk)


def _reply(request: HttpRequest, user: User, row: Testimony) -> HttpResponse:
    """Put it into the letter; what was typed stays on the page as long as it can still be mended."""
    form = ReplyForm(request.POST)
    if _can_reply(user, row) and not form.is_valid():
        return _show(request, user, row, reply_form=form)
    try:
        actions.reply(user, row, request.POST.get("text", ""), heeded="heeded" in request.POST)
    except Problem as problem:
        if not _can_reply(user, row):
            raise
        form.add_error("text", str(problem))
        return _show(request, user, row, reply_form=form)
    return redirect("testimony:testimony", row.pk)


def _can_reply(user: User, row: Testimony) -> bool:
    letters = bool(row.receipt) and Receipt.objects.filter(pk=row.receipt).exists()
    return letters and policy.looks_after(user, row) and consents.allows(row, "contact")


def _show(request: HttpRequest, user: User, row: Testimony, **forms: Any) -> HttpResponse:
    language = get_language() or "en"
    own_words = policy.sees_own_words(user, row)
    hers = policy.looks_after(user, row)
    same = erasing.all_of(row).exclude(pk=row.pk)
    letters = Receipt.objects.filter(pk=row.receipt).first()
    beside = [panel for room in rooms() for panel in room.beside(user, row)]
    shown = _consents(row, language)
    context = {
        "row": row,
        "answers": as_told(row.told, form_told(row), language, own_words=own_words, places=places_told(row)),
        "text": row.told.get("text") if own_words else None,
        "attachments": [
            {"row": attachment, **row.told["attachments"][attachment.position]}
            | {"shown": kind_of(row.told["attachments"][attachment.position]["type"])}
            for attachment in row.attachments.order_by("position").defer("content")
        ]
        if own_words
        else [],
        "consents": shown,
        "agreed": list(_agreed(shown)),
        "own_words": own_words,
        "hers": hers,
        "may_take": policy.may_with(user, "testimony.take", row),
        "may_hand_over": policy.may_with(user, "testimony.hand_over", row) and row.survivor_id is None,
        "risk": warning_of(row.survivor) if own_words else None,
        "same": [other for other in same.order_by("day", "pk") if policy.readable(user).filter(pk=other.pk).exists()],
        "replies": row.replies.order_by("at") if own_words else [],
        "letters": letters,
        "can_reply": _can_reply(user, row),
        "erasure": hers and erasing.asked_for(row),
        "reply_form": ReplyForm(),
        "consent_form": ConsentForm(),
        "hand_over_form": HandOverForm(),
        "may_see_identity": policy.may_ask_who(user, row),
        "closing": [panel for panel in beside if panel[1].get("closes")],
        "beside": [panel for panel in beside if not panel[1].get("closes")],
        **forms,
    }
    return render(request, "testimony/testimony.html", context, status=422 if forms else 200)


def _consents(row: Testimony, language: str) -> list[dict[str, Any]]:
    """Every purpose in the vocabulary's order, with the answer that holds: what was not asked is a no."""
    holding = consents.holding(row)
    named = [shown_answer(one) for one in consents.answered(row) if one.row.recipient]
    shown = []
    for purpose in entries("purposes"):
        consent: Consent | None = holding.get(purpose)
        shown.append(
            {
                "label": label("purposes", purpose, language),
                "yes": consents.holds(consent),
                "answer": consent.answer if consent else "unasked",
                "consent": consent,
                "named": [one for one in named if one["code"] == purpose],
            }
        )
    return shown


def _agreed(shown: list[dict[str, Any]]) -> Iterator[str]:
    """What holds as a yes, in short: each purpose, and beside one that was agreed to for a recipient, to whom."""
    for each in shown:
        if each["yes"]:
            yield each["label"]
        yield from (f"{each['label']} ({one['row'].named})" for one in each["named"] if one["yes"])
