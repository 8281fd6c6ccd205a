"""The case list, and one case with everything that can be done in it. What may not be seen is not there at all."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.frame import rooms
from amana.desk.keyset import page
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.testimony import consents, unfinished
from amana.testimony.cases import actions, doing, minors, policy, risks, waiting
from amana.testimony.cases.showing import answers_of, guardians_of, meetings_of, risks_of, tasks_of, turns_of
from amana.testimony.models import Survivor
from amana.testimony.policy import find as find_testimony
from amana.testimony.policy import readable
from amana.vocabulary import label

PAGE = 50
ORDER = ("code",)


def cases(request: HttpRequest) -> HttpResponse:
    """What is overdue, what is in hand, what waits; for a supervisor, what others have."""
    user = actor(request)
    require(user, "case.read")
    mine = waiting.open_cases(user)
    free = policy.readable(user).filter(handler=None, closed_on=None)
    context: dict[str, Any] = {
        "due": waiting.due_of(mine),
        "mine": [_row(user, survivor) for survivor in mine],
        "free": page(free, ORDER, PAGE, request.GET.get("free", "")),
        "unheard": readable(user).filter(handler=None).exclude(unfinished.is_completed()).count(),
        "closed": policy.readable(user).filter(handler=user).exclude(closed_on=None).order_by("-closed_on"),
        "may_open": may(user, "case.open"),
    }
    if may(user, "testimony.oversee"):
        others = policy.readable(user).filter(closed_on=None).exclude(handler=None).exclude(handler=user)
        people = User.objects.filter(Exists(others.filter(handler=OuterRef("pk"))))
        chosen = request.GET.get("with", "")
        if chosen.isdecimal() and len(chosen) < 19:
            others = others.filter(handler=int(chosen))
        rows = others.select_related("handler").prefetch_related("risks", "tasks", waiting.TELLINGS, "handovers")
        shown = page(rows, ORDER, PAGE, request.GET.get("after", ""))
        others_rows = [_row(user, one) for one in shown.rows]
        context |= {"others": others_rows, "after": shown.after, "people": people, "chosen": chosen}
    return render(request, "cases/list.html", context)


def _row(user: User, survivor: Survivor) -> dict[str, Any]:
    open_tasks = [task for task in survivor.tasks.all() if task.ended_on is None]
    return {
        "case": survivor,
        "next": min((task.due for task in open_tasks), default=None),
        "late": any(task.due < consents.today() for task in open_tasks),
        "risk": risks.standing(survivor),
        "unread": sum(not row.seen for row in survivor.testimonies.all()),
        "told": len(survivor.testimonies.all()),
        "given": any(one.to_id == user.pk and one.accepted_at is None for one in survivor.handovers.all()),
    }


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """A case of somebody who has told nothing here, and may never."""
    return redirect("cases:case", actions.open_case(actor(request)).pk)


@require_POST
def of_testimony(request: HttpRequest, testimony: str) -> HttpResponse:
    """Make a case of a testimony, or say that it is of somebody whose case one has."""
    user = actor(request)
    row = find_testimony(user, testimony)
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
        "told": survivor.testimonies.filter(shut=False).order_by("day", "pk"),
        "answers": answers_of(survivor),
        "beside": [panel for room in rooms() for panel in room.beside(user, survivor)],
        "awaited": [say for room in rooms() for say in room.awaits(survivor.pk)] if has else [],
        "forms": forms,
        "open": set(wrong),
        "today": consents.today(),
    }
    return render(request, "cases/case.html", context, status=422 if wrong else 200)
