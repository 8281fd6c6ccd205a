"""Events: the list, one event with its victims and acts, and placing testimonies in it."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amana.desk.actor import actor
from amana.desk.forms import blank
from amana.desk.frame import rooms
from amana.desk.keyset import page
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.errors import Problem
from amana.events import actions, actions_people, policy
from amana.events.forms import ATTEMPTS, AXES, ActForm, FrameForm, NarrowForm, VictimForm
from amana.events.forms_people import MissingForm, WitnessForm
from amana.events.models import Act, Event, Missing, Victim, Witness
from amana.language import spoken
from amana.testimony import pseudonym
from amana.testimony.policy import find as find_testimony
from amana.testimony.policy import readable as readable_testimonies
from amana.vocabulary import label

AT_ONCE = 50
FOUND = ("back", "found_dead")
"""States in which nobody needs to look any more (vocabulary/missing_states.yaml)."""


def events(request: HttpRequest) -> HttpResponse:
    """The events that she may open, the newest first; POST makes an empty one."""
    user = actor(request)
    if request.method == "POST":
        return redirect("events:event", actions.make_event(user).pk)
    form = NarrowForm(request.GET)
    rows = policy.readable(user).filter(form.wanted()).select_related("place")
    shown = page(rows, ("-at", "pk"), AT_ONCE, request.GET.get("after", ""))
    mine = policy.tellings_seen(user).filter(event__in=[row.pk for row in shown.rows]).values("event")
    tellings = dict(mine.annotate(count=Count("pk")).values_list("event", "count"))
    context = {
        "rows": [{"event": row, "mine": tellings.get(row.pk, 0)} for row in shown.rows],
        "after": shown.after,
        "form": form,
        "kept": urlencode({key: value for key, value in request.GET.items() if key in form.fields and value}),
        "may_edit": may(user, "event.edit"),
    }
    return render(request, "events/list.html", context)


def place_testimony(request: HttpRequest, testimony: str) -> HttpResponse:
    """POST: make an event of a testimony, or place it in the one that is named, by its key or its code."""
    user = actor(request)
    if request.method != "POST":
        raise Http404
    row = find_testimony(user, testimony)
    typed, chosen = request.POST.get("code", "").strip(), request.POST.get("event", "")
    found = policy.find(user, chosen) if chosen else None
    if typed:
        found = policy.readable(user).filter(code=pseudonym.read(typed) or "").first()
        if found is None:
            raise Problem("events.no_such_code")
    placed = actions.place_testimony(user, found, row) if found else actions.make_event(user, row)
    return redirect("events:event", placed.pk)


def event(request: HttpRequest, pk: str) -> HttpResponse:
    """One event: where and when, who it happened to, what was done, by whom as described and as concluded."""
    user = actor(request)
    found = policy.find(user, pk)
    if request.method == "POST":
        wrong = _do(request, user, found)
        if not wrong:
            return redirect("events:event", found.pk)
        return _show(request, user, found, **wrong)
    return _show(request, user, found)


def _do(request: HttpRequest, user: User, found: Event) -> dict[str, Any]:
    """Do what the form says; gives the form back where it was filled in wrongly."""
    require(user, "event.edit")
    match request.POST.get("do"):
        case "frame":
            frame = FrameForm(request.POST)
            if not frame.is_valid():
                return {"frame_form": frame}
            actions.set_frame(user, found, **frame.cleaned_data)
        case "victim":
            victim = VictimForm(request.POST, policy.usable(user).filter(events=found))
            if not victim.is_valid():
                return {"victim_form": victim}
            actions.add_victim(user, found, **victim.cleaned_data)
        case "act":
            act = ActForm(request.POST)
            chosen = policy.victims(user, found).filter(pk=request.POST.get("victim", "")).first()
            if chosen is None:
                raise Http404
            if not act.is_valid():
                return {"act_form": act, "act_of": chosen.pk}
            actions.add_act(user, chosen, **act.cleaned_data)
        case "remove_act":
            victims = policy.victims(user, found)
            entered = Act.objects.filter(victim__in=victims, pk=request.POST.get("act", "")).first()
            if entered is None:
                raise Http404
            actions.remove_act(user, entered)
        case "missing":
            known = MissingForm(request.POST, auto_id="missing_%s")
            of = policy.victims(user, found).filter(pk=request.POST.get("victim", "")).first()
            if of is None:
                raise Http404
            if not known.is_valid():
                return {"missing_form": known, "missing_of": of.pk}
            actions_people.note_missing(user, of, **known.cleaned_data)
        case "witness":
            witness = WitnessForm(request.POST, policy.usable(user).filter(events=found))
            if not witness.is_valid():
                return {"witness_form": witness}
            actions_people.add_witness(user, found, **witness.cleaned_data)
        case "remove_witness":
            wrong = policy.witnesses(user, found).filter(pk=request.POST.get("witness", "")).first()
            if wrong is None:
                raise Http404
            actions_people.remove_witness(user, wrong)
        case "take_out":
            actions.take_out_testimony(user, found, find_testimony(user, request.POST.get("testimony", "")))
    return {}


def _show(request: HttpRequest, user: User, found: Event, **wrong: Any) -> HttpResponse:
    usable = policy.usable(user).filter(events=found)
    opens = set(readable_testimonies(user).filter(events=found).values_list("pk", flat=True))
    told_in = set(policy.usable(user).filter(victims__event=found).values_list("pk", flat=True))
    victims = policy.victims(user, found).prefetch_related("told_in", "whereabouts", "acts")
    beside = _beside(user, [act for victim in victims for act in victim.acts.all()])
    context = {
        "event": found,
        "tellings": [{"row": row, "opens": row.pk in opens} for row in usable.order_by("code")],
        "more": found.testimonies.count() > usable.count(),
        "witnesses": [_witness(row) for row in policy.witnesses(user, found)],
        "victims": [_victim(victim, told_in, beside) for victim in victims],
        "may_edit": may(user, "event.edit"),
        "frame_form": FrameForm(None, found),
        "victim_form": VictimForm(None, usable),
        "act_form": blank(ActForm, spoken()),
        "missing_form": blank(MissingForm, spoken(), auto_id="missing_%s"),
        "witness_form": WitnessForm(None, usable),
        **wrong,
    }
    return render(request, "events/event.html", context, status=422 if wrong else 200)


def _beside(user: User, acts: list[Act]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """What all rooms show beside each act."""
    shown: dict[str, list[tuple[str, dict[str, Any]]]] = {act.pk: [] for act in acts}
    for room in rooms():
        for act, panels in zip(acts, room.beside_each(user, acts), strict=True):
            shown[act.pk] += panels
    return shown


def _victim(victim: Victim, told_in: set[str], beside: dict[str, list[tuple[str, dict[str, Any]]]]) -> dict[str, Any]:
    return {
        "row": victim,
        "told_in": [row.code for row in victim.told_in.all() if row.pk in told_in],
        "acts": [
            {
                "row": act,
                "axes": _by_axis(act.codes),
                "attempt": dict(ATTEMPTS)[act.attempt] if act.attempt != "unsaid" else "",
                "beside": beside[act.pk],
            }
            for act in sorted(victim.acts.all(), key=attrgetter("at"))
        ],
        "whereabouts": [_whereabouts(row) for row in reversed(victim.whereabouts.all())],
    }


def _whereabouts(row: Missing) -> dict[str, Any]:
    sought_by = [label("seekers", code) for code in row.sought_by]
    return {"row": row, "state": label("missing_states", row.state), "sought_by": sought_by}


def _witness(row: Witness) -> dict[str, Any]:
    return {"row": row, "knows_by": [label("knowing", code) for code in row.knows_by]}


def missing(request: HttpRequest) -> HttpResponse:
    """Persons missing, of whom a usable testimony tells: those whom somebody looks for or, asked for, those found."""
    user = actor(request)
    require(user, "event.read")
    found = "found" in request.GET

    def fits(pks: Sequence[str]) -> set[str]:
        latest = {row.victim_id: row.state for row in Missing.objects.filter(victim__in=pks).order_by("at", "id")}
        return {pk for pk, state in latest.items() if (state in FOUND) == found}

    shown = page(policy.missing(user), ("pk",), AT_ONCE, request.GET.get("after", ""), fits)
    rows = [{"victim": one, **_whereabouts([*one.whereabouts.all()][-1])} for one in shown.rows]
    return render(request, "events/missing.html", {"rows": rows, "after": shown.after, "found": found})


def _by_axis(codes: list[str]) -> list[tuple[str, list[str]]]:
    """The codes in words, each axis by itself."""
    found = [
        (str(title), [label("acts", c) for c in codes if c.startswith(f"{axis}.")]) for axis, title in AXES.items()
    ]
    return [(title, names) for title, names in found if names]
