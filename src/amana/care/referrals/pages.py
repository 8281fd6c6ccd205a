"""Open referrals, making one for a case, what came of it, and the page to carry. Who may not see a case sees none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amana.care.models import Service
from amana.care.referrals import actions, agreeing, carrying, lists, showing
from amana.care.referrals.finding import seen
from amana.care.referrals.forms import AnswerForm, ElsewhereForm, NotMadeForm, ReferralForm, WhenForm
from amana.care.referrals.models import Referral
from amana.care.referrals.panel import care_for
from amana.desk.actor import actor
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.desk.search import keeping
from amana.desk.search.narrowing import is_partial
from amana.errors import Problem
from amana.language import said
from amana.testimony import consents
from amana.testimony.cases import minors, policy
from amana.testimony.cases.agreed import LANGUAGES
from amana.testimony.cases.showing import shown_answer, warning_of
from amana.testimony.models import Survivor
from amana.vocabulary import entries, label

T = TypeVar("T")
ASK_AFTER = timedelta(days=3)
"""What the pages propose; whoever fills them in knows better which day is safe."""
TOLD_IN_FORM = {409, 422}
"""Problems that are said above the form, so that nothing that was typed is lost."""


def referrals(request: HttpRequest) -> HttpResponse:
    """What is awaited of one's own; for a supervisor, of everybody's, by code, and what help was not to be had."""
    user = actor(request)
    require(user, "referral.make")
    name = request.GET.get("list", "")
    if name in lists.TITLES:
        return _list(request, user, name)
    shown = {name: lists.page_of(user, name, lists.FIRST) for name in lists.TITLES}
    context: dict[str, Any] = {name: [showing.shown(row) for row in found.rows] for name, found in shown.items()}
    if may(user, "referral.oversee"):
        context |= {"oversees": True, "missing": showing.missing(seen(user)), "whole": keeping.is_whole()}
    return render(request, "referrals/list.html", context)


def _list(request: HttpRequest, user: User, name: str) -> HttpResponse:
    """One of the lists, page by page, narrowed as the address says."""
    form = lists.NarrowForm(request.GET)
    shown = lists.page_of(user, name, lists.MORE, request.GET.get("after", ""), form)
    context = {
        "name": name,
        "title": lists.TITLES[name],
        "rows": [showing.shown(row) for row in shown.rows],
        "after": shown.after,
        "form": form,
        "kept": urlencode({key: value for key, value in request.GET.items() if key in form.fields and value}),
        "partial": is_partial(form.said(), "kind", "urgency"),
    }
    return render(request, "referrals/one_list.html", context)


def choose(request: HttpRequest, case: str) -> HttpResponse:
    """Where to, for one case: by care that is still in time, by service, elsewhere; or why not. Then how, and what."""
    user = actor(request)
    survivor = policy.find(user, case)
    policy.require_with(user, "referral.make", survivor)
    do = request.POST.get("do", "")
    if do == "not_made":
        form = NotMadeForm(request.POST, auto_id="not_made_%s")
        if form.is_valid():
            actions.set_down(user, survivor, **form.cleaned_data)
            return redirect("cases:case", survivor.pk)
        return _choose(request, survivor, not_made=form)
    if do == "when":
        when = WhenForm(request.POST, auto_id="when_%s")
        noted = (
            _tried(when, lambda: actions.note_when(user, survivor, **when.cleaned_data)) if when.is_valid() else None
        )
        return redirect("referrals:choose", survivor.pk) if noted else _choose(request, survivor, when=when)
    if do in ("to", "refer"):
        service = Service.objects.filter(pk=request.POST.get("service", "")).first()
        elsewhere = ElsewhereForm(request.POST, auto_id="elsewhere_%s")
        if service is None and not elsewhere.is_valid():
            return _choose(request, survivor, elsewhere=elsewhere)
        where = {"service": service} if service else elsewhere.cleaned_data
        return _refer(request, user, survivor, where)
    return _choose(request, survivor)


def _choose(request: HttpRequest, survivor: Survivor, **wrong: forms.Form) -> HttpResponse:
    before = list(survivor.referrals.all())
    services = list(Service.objects.all())
    kinds = [
        {
            "kind": label("services", kind),
            "declined": [row.at for row in before if row.kind == kind and row.outcome == "declined"],
            "services": [{"row": row, "where": said(row.where)} for row in services if row.kind == kind],
        }
        for kind in entries("services")
    ]
    context = {
        "case": survivor,
        "care": care_for(survivor),
        "risk": warning_of(survivor),
        "held": [minors.WHY[code] for code in minors.why_held(survivor)],
        "kinds": [one for one in kinds if one["services"] or one["declined"]],
        "when": WhenForm(auto_id="when_%s"),
        "elsewhere": ElsewhereForm(auto_id="elsewhere_%s"),
        "not_made": NotMadeForm(auto_id="not_made_%s"),
        **wrong,
    }
    return render(request, "referrals/choose.html", context, status=422 if wrong else 200)


def _refer(request: HttpRequest, user: User, survivor: Survivor, where: dict[str, Any]) -> HttpResponse:
    """The second step: how, and what the service may know. What is wrong is said above what was typed."""
    risk, sent = warning_of(survivor), request.POST.get("do") == "refer"
    first = {"reply_on": consents.today() + ASK_AFTER}
    form = ReferralForm(request.POST if sent else None, initial=first)
    wish = actions.Wish(urgency="", way="", **where)
    heeded = "heeded" in request.POST
    if sent and form.is_valid():
        said_so = actions.Wish(**where, **form.cleaned_data)
        made = _tried(form, lambda: actions.refer(user, survivor, said_so, heeded=heeded))
        if made:
            return redirect("referrals:referral", made.pk)
    before = agreeing.answer(survivor, agreeing.names_of(wish.service, wish.recipient))
    context = {
        "case": survivor,
        "service": wish.service,
        "to": wish.recipient,
        "kind": label("services", wish.service.kind if wish.service else wish.kind),
        "kind_code": wish.kind,
        "where": said(wish.service.where) if wish.service else "",
        "risk": risk,
        "held": [minors.WHY[code] for code in minors.why_held(survivor)],
        "answers": [shown_answer(before)] if before else [],
        "care": care_for(survivor)["soon"],
        "heeded": heeded,
        "form": form,
    }
    return render(request, "referrals/refer.html", context, status=422 if form.errors else 200)


def referral(request: HttpRequest, pk: str) -> HttpResponse:
    """One referral, and what was heard of it."""
    user = actor(request)
    row = _find(user, pk)
    has = policy.may_with(user, "referral.make", row.survivor)
    later = {"reply_on": max(row.reply_on or consents.today(), consents.today() + ASK_AFTER)}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=later)
    if request.method == "POST":
        policy.require_with(user, "referral.make", row.survivor)
        heard = _tried(form, lambda: actions.hear(user, row, **form.cleaned_data)) if form.is_valid() else None
        if heard:
            return redirect("referrals:referral", row.pk)
    context = {
        "each": showing.shown(row),
        "case": row.survivor,
        "has": has,
        "holds": showing.holds(row),
        "risk": warning_of(row.survivor),
        "form": form,
    }
    return render(request, "referrals/referral.html", context, status=422 if form.errors else 200)


def page(request: HttpRequest, pk: str) -> HttpResponse:
    """The page to carry, in the language that is chosen: made by a press, which the log has; a visit only asks."""
    user = actor(request)
    row = _find(user, pk)
    policy.require_with(user, "referral.make", row.survivor)
    context: dict[str, Any] = {
        "each": showing.shown(row),
        "case": row.survivor,
        "risk": warning_of(row.survivor),
        "languages": LANGUAGES.items(),
    }
    if request.method != "POST":
        return render(request, "referrals/page.html", context)
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        raise Http404
    actions.make_page(user, row, heeded="heeded" in request.POST)
    context |= {"made": carrying.page_of(row, language), "told_in": language, "direction": _direction(language)}
    return render(request, "referrals/page.html", context)


def _find(user: User, pk: str) -> Referral:
    """The same 404 whether there is no such referral, or its case is not for `user`."""
    row = Referral.objects.filter(pk=pk).select_related("survivor").first()
    if row is None:
        raise Http404
    policy.find(user, row.survivor_id)
    return row


def _tried(form: forms.Form, act: Callable[[], T]) -> T | None:
    try:
        return act()
    except Problem as problem:
        if problem.status not in TOLD_IN_FORM:
            raise
        form.add_error(None, str(problem))
        return None


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"
