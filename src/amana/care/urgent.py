"""Testimonies for which some care is still in its window, so that they are seen to first.

The time comes from the answer to "about when", which is a span: a window counts as
open until the latest moment that fits, and so does everything when nothing was said.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext, ngettext

from amana.care.models import Service
from amana.care.windows import open_windows
from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.language import spoken
from amana.testimony.models import Testimony
from amana.testimony.policy import sees_own_words
from amana.vocabulary import entries, label

SOON = timedelta(hours=120)


def latest_moment(told: dict[str, Any], received: date) -> datetime | None:
    """The latest moment at which it can have happened, as told on the day it was sealed; None if that was not said."""
    day = _sealed(told, received)
    said = list(_answers_to("when", told["answers"]))
    known = [latest for answer in said if (latest := _latest_day(answer, day))]
    if "continuing" in said or not known:
        return None
    return min(datetime.combine(max(known), time.max, UTC), now())


def _answers_to(name: str, answers: dict[str, Any]) -> Iterator[Any]:
    """Each answer to the question `name`, in repeats too."""
    for question, answer in answers.items():
        if question == name:
            yield from answer if isinstance(answer, list) else [answer]
        elif isinstance(answer, dict):
            for instance in answer.get("each", []):
                yield from _answers_to(name, instance)


def _latest_day(answer: Any, told_on: date) -> date | None:
    """The latest day that an answer to "about when" may mean (spec/form.md, A date); None if unknown."""
    if isinstance(answer, str):
        entry = entries("recently").get(answer)
        days = entry.facts["days"] if entry else None
        return None if days is None else told_on - timedelta(days=days)
    if not isinstance(answer, dict) or not (answer.get("date") or answer.get("year")):
        return None
    year, month, day = (*map(int, str(answer.get("date") or answer["year"]).split("-")), 0, 0)[:3]
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def needs(user: User) -> Iterator[Need]:
    """A line for each testimony, nobody's or new and hers, with a window that closes in five days; the next first."""
    if not may(user, "testimony.handle"):
        return
    lately = now().date() - SOON - timedelta(days=1)
    mine = Q(handler=None) | Q(handler=user, seen=False)
    rows = Testimony.objects.filter(mine, kind=Testimony.Kind.ACCOUNT, day__gte=lately, shut=False)
    waiting = []
    for row in rows.order_by("day", "pk"):
        latest = latest_moment(row.told, row.day)
        left = [rest for window, rest in open_windows(latest, now()) if latest and rest and rest < SOON]
        if left:
            say = gettext("Some care matters soon for {code}: the first of it within {time}").format(
                code=row.code, time=_rest(min(left))
            )
            waiting.append(
                (min(left), Need(say, reverse("testimony:testimony", args=[row.pk]), urgent=True, turn=Turn.CARE))
            )
    yield from (need for _, need in sorted(waiting, key=lambda pair: pair[0]))


def panel(user: User, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Beside an account: the kinds of care still in their window, soonest first, and the services that offer each."""
    if not isinstance(thing, Testimony) or thing.kind != Testimony.Kind.ACCOUNT:
        return
    if not (may(user, "care.read") and sees_own_words(user, thing)):
        return
    yield "care/panel.html", care_of([latest_moment(thing.told, thing.day)])


def care_of(moments: Sequence[datetime | None]) -> dict[str, Any]:
    """What care/panel.html shows: the kinds of care still in their window, soonest first, and who offers each.

    `moments`: of each time that is spoken of, the latest at which it can have been, None where that was not said. While
    one is not known all care counts as of use; the hours left are those of the last that is known.
    """
    known = max((moment for moment in moments if moment), default=None)
    unsure = known is None or None in moments
    left = {window.code: rest for window, rest in open_windows(known, now()) if rest is not None} if known else {}
    found = open_windows(None if unsure else known, now())
    services = list(Service.objects.all())
    shown = [
        {
            "label": label("clinical_windows", window.code),
            "kind": window.facts["service"],
            "when": window.facts["when"].get(spoken(), window.facts["when"]["en"]),
            "left": _rest(left[window.code]) if left.get(window.code, SOON) < SOON else "",
            "services": [service for service in services if window.code in service.windows],
        }
        for window, _ in sorted(found, key=lambda pair: left.get(pair[0].code, pair[1] or timedelta.max))
    ]
    unconfirmed = any(not window.facts["confirmed"] for window in entries("clinical_windows").values())
    soon, always = [row for row in shown if row["left"]], [row for row in shown if not row["left"]]
    return {"soon": soon, "always": always, "known": not unsure, "unconfirmed": unconfirmed}


def _sealed(told: dict[str, Any], received: date) -> date:
    """The day it was sealed by the phone's clock, never after the day it came: a wrong clock closes no window early."""
    try:
        return min(date.fromisoformat(told["day"]), received) if told["day"] else received
    except ValueError:
        return received


def _rest(rest: timedelta) -> str:
    hours = int(rest.total_seconds() // 3600)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
