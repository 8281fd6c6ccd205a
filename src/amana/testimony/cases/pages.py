"""The case list, and one case with everything that can be done in it. What may not be seen is not there at all."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.frame import rooms
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.desk.search.narrowing import is_partial
from amana.errors import Problem
from amana.testimony import consents, pseudonym, unfinished
from amana.testimony.cases import actions, doing, lists, minors, policy, risks, waiting
from amana.testimony.cases.showing import answers_of, guardians_of, meetings_of, risks_of, tasks_of, turns_of
from amana.testimony.models import Survivor
from amana.testimony.policy import find as find_testimony
from amana.testimony.policy import readable
from amana.vocabulary import label


def cases(request: HttpRequest) -> HttpResponse:
    """What is overdue, what is in hand, what waits; for a supervisor, what others have. With `list`, one alone."""
    user = actor(request)
    require(user, "case.read")
    name = request.GET.get("list", "")
    if name in lists.TITLES:
        return _list(request, user, name)
    found = {name: lists.page_of(user, name, lists.FIRST) for name in lists.TITLES}
    context: dict[str, Any] = {
        "due": waiting.due_of(waiting.open_cases(user)),
        "mine": [lists.row(user, survivor) for survivor in found["mine"].rows],
        "free": found["free"].rows,
        "unheard": readable(user).filter(handler=None).exclude(unfinished.is_completed()).count(),
        "closed": found["closed"].rows,
        "others": [lists.row(user, survivor) for survivor in found["others"].rows[: lists.FIRST]],
        "may_open": may(user, "case.open"),
    }
    return render(request, "cases/list.html", context)


def _list(request: HttpRequest, user: User, name: str) -> HttpResponse:
    """One of the lists, page by page, narrowed as the address says: in days, codes and people, nothing told."""
    form = lists.NarrowForm(user, name, request.GET)
    shown = lists.page_of(user, name, lists.MORE, request.GET.get("after", ""), form)
    full = name in ("mine", "others")
    context = {
        "name": name,
        "title": lists.TITLES[name],
        "rows": [lists.row(user, one) for one in shown.rows] if full else [{"case": one} for one in shown.rows],
        "after": shown.after,
        "form": form,
        "kept": urlencode({key: value for key, value in request.GET.items() if key in form.fields and value}),
        "partial": is_partial(form.said(), "language"),
    }
    return render(request, "cases/one_list.html", context)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """A case of somebody who has told nothing here, and may never."""
    return redirect("cases:case", actions.open_case(actor(request)).pk)


@require_POST
def of_testimony(request: HttpRequest, testimony: str) -> HttpResponse:
    """Make a case of a testimony, or say that it is of somebody whose case one has."""
    user = actor(request)
    row = find_testimony(user, testimony)
    if typed := request.POST.get("code", "").strip():
        named = policy.readable(user).filter(code=pseudonym.read(typed) or "").first()
        if named is None:
            raise Problem("cases.no_such_code")
        actions.add_testimony(user, named, row)
        return redirect("testimony:testimony", row.pk)
    if chosen := request.POST.get("case", ""):
        actions.add_testimony(user, policy.find(user, chosen), row)
        return redirect("testimony:testimony", row.pk)
    return redirect("cases:case", actions.open_case(user, row).pk)


def case(request: HttpRequest, pk: str) -> HttpResponse:
    """One case."""
    user = actor(request)
    survivor = policy.find(user, pk)
    if request.method != "POST":
        return _show(request, user, survivor, {})
    what = request.POST.get("do", "")
    if what in doing.PRESSES:
        doing.PRESSES[what](user, survivor, request.POST)
    elif what in doing.FORMS:
        form = doing.FORMS[what][0](request.POST, auto_id=f"{what}_%s")
        if not form.is_valid():
            return _show(request, user, survivor, {what: form})
        doing.FORMS[what][1](user, survivor, form.cleaned_data)
    else:
        raise Http404
    seen = policy.readable(user).filter(pk=survivor.pk).exists()
    return redirect("cases:case", survivor.pk) if seen else redirect("cases:list")


def _show(request: HttpRequest, user: User, survivor: Survivor, wrong: dict[str, Any]) -> HttpResponse:
    about = minors.about_of(survivor)
    has = policy.has(user, survivor)
    initial = {"describe": {name: getattr(about, name) for name in ("age", "band", "sex", "languages", "assent")}}
    forms = {
        name: form(initial=initial.get(name), auto_id=f"{name}_%s") for name, (form, _) in doing.FORMS.items()
    } | wrong
    context = {
        "case": survivor,
        "has": has,
        "may_take": policy.may_with(user, "case.take", survivor),
        "may_hand_over": policy.may_with(user, "case.hand_over", survivor),
        "given": actions.waiting_for(user, survivor) if has else None,
        "about": about,
        "languages": [label("languages", tag) for tag in about.languages],
        "band": label("age_bands", about.band) if about.band else "",
        "sex": label("sexes", about.sex) if about.sex else "",
        "assent": label("agreement", about.assent) if about.assent else "",
        "minor": minors.is_minor(survivor),
        "held": [minors.WHY[code] for code in minors.why_held(survivor)],
        "guardians": guardians_of(survivor),
        "interest": survivor.interests.last(),
        "risk": risks.standing(survivor),
        "risks": risks_of(survivor),
        "tasks": tasks_of(survivor),
        "meetings": meetings_of(survivor),
        "turns": turns_of(survivor),
        "told": survivor.testimonies.filter(shut=False).defer("told").order_by("day", "pk"),
        "answers": answers_of(survivor),
        "beside": [panel for room in rooms() for panel in room.beside(user, survivor)],
        "awaited": [say for room in rooms() for say in room.awaits(survivor.pk)] if has else [],
        "forms": forms,
        "open": set(wrong),
        "today": consents.today(),
    }
    return render(request, "cases/case.html", context, status=422 if wrong else 200)
