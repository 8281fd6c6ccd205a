"""What the page of a case can do: by the name that its button sends, the form that is asked and the action taken."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404

from amana.desk.models import User
from amana.testimony.asking import Said
from amana.testimony.cases import actions, actions_care
from amana.testimony.cases import forms as asked
from amana.testimony.models import Survivor

Do = Callable[[User, Survivor, dict[str, Any]], object]
Press = Callable[[User, Survivor, Mapping[str, Any]], object]

FORMS: dict[str, tuple[type[forms.Form], Do]] = {
    "describe": (asked.AboutForm, actions_care.describe),
    "guardian": (asked.GuardianForm, lambda user, one, said: actions_care.add_guardian(user, one, **said)),
    "interest": (
        asked.InterestForm,
        lambda user, one, said: actions_care.weigh(user, one, said["weighed"], said["share"] == "yes"),
    ),
    "meeting": (asked.MeetingForm, actions_care.note_meeting),
    "risk": (asked.RiskForm, lambda user, one, said: actions_care.weigh_risk(user, one, **said)),
    "task": (asked.TaskForm, lambda user, one, said: actions_care.set_task(user, one, **said)),
    "hand_over": (asked.HandOverForm, lambda user, one, said: actions.hand_over(user, one, **said)),
    "close": (asked.CloseForm, lambda user, one, said: actions.close(user, one, **said)),
    "reopen": (asked.ReopenForm, lambda user, one, said: actions.reopen(user, one, **said)),
    "consent": (asked.AgreedForm, lambda user, one, said: actions.record_consent(user, one, Said(**said))),
}


def _end_task(user: User, survivor: Survivor, post: Mapping[str, Any], *, done: bool) -> object:
    task = survivor.tasks.filter(pk=post.get("task", "")).first()
    if task is None:
        raise Http404
    return actions_care.end_task(user, survivor, task, done)


def _harmed(user: User, survivor: Survivor, post: Mapping[str, Any]) -> object:
    guardian = survivor.guardians.filter(pk=post.get("guardian", "")).first()
    if guardian is None:
        raise Http404
    return actions_care.change_guardian(user, survivor, guardian, str(post.get("harmed", "")))


def _take_out(user: User, survivor: Survivor, post: Mapping[str, Any]) -> object:
    testimony = survivor.testimonies.filter(pk=post.get("testimony", "")).first()
    if testimony is None:
        raise Http404
    return actions.take_out_testimony(user, survivor, testimony)


PRESSES: dict[str, Press] = {
    "take": lambda user, survivor, post: actions.take_in_hand(user, survivor),
    "accept": lambda user, survivor, post: actions.accept(user, survivor),
    "done": lambda user, survivor, post: _end_task(user, survivor, post, done=True),
    "dropped": lambda user, survivor, post: _end_task(user, survivor, post, done=False),
    "harmed": _harmed,
    "take_out": _take_out,
}
