"""Testimonies for which some care is still in its window, so that they are seen to first.

The time comes from the answer to "about when", which is a span: a window counts as
open until the latest moment that fits, and so does everything when nothing was said.
"""

import threading
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from amana.care.models import Service
from amana.care.windows import open_windows
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.language import spoken
from amana.testimony.models import Testimony, unread
from amana.testimony.policy import sees_own_words
from amana.vocabulary import entries, label

SOON = timedelta(hours=120)
SHOWN, AT_ONCE = 20, 1_000


def latest_moment(told: dict[str, Any], received: date) -> datetime | None:
    """The latest moment at which it can have happened, as told on the day it was sealed; None if that was not said."""
    return _so_far(_latest(told, received))


def _latest(told: dict[str, Any], received: date) -> datetime | None:
    """As `latest_moment`, be it in the hours to come."""
    day = _sealed(told, received)
    said = list(_answers_to("when", told["answers"]))
    known = [latest for answer in said if (latest := _latest_day(answer, day))]
    if "continuing" in said or not known:
        return None
    return datetime.combine(max(known), time.max, UTC)


def _so_far(latest: datetime | None) -> datetime | None:
    return min(latest, timezone.now()) if latest else None


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


_moments: dict[str, datetime | None] = {}
"""Testimony's id → `_latest`, of those of the last days: what was told never changes. Gone when the lock closes, and
when anything is erased.
"""
_keeping = threading.Lock()
_forgotten = 0


def forget() -> None:
    """Drop all that was kept, and keep nothing of what is being worked out now."""
    global _forgotten
    with _keeping:
        _forgotten += 1
        _moments.clear()


lock.at_close.append(forget)


def closing(rows: QuerySet[Testimony]) -> dict[str, timedelta]:
    """Of these testimonies, the accounts for which the next window closes within five days, and how soon that is."""
    lately = timezone.now().date() - SOON - timedelta(days=1)
    recent = rows.filter(kind=Testimony.Kind.ACCOUNT, day__gte=lately)
    age = _forgotten
    pks = list(recent.values_list("pk", flat=True))
    kept = dict(_moments)
    known = {pk: kept[pk] for pk in pks if pk in kept}
    unknown = [pk for pk in pks if pk not in known]
    for start in range(0, len(unknown), AT_ONCE):
        some = Testimony.objects.filter(pk__in=unknown[start : start + AT_ONCE])
        known.update((row.pk, _latest(row.told, row.day)) for row in some)
    with _keeping:
        if lock.is_open and age == _forgotten:
            _moments.update(known)
    found = {pk: _left(_so_far(known[pk])) for pk in pks if pk in known}
    return {pk: left for pk, left in found.items() if left is not None}


def _left(latest: datetime | None) -> timedelta | None:
    left = [rest for _, rest in open_windows(latest, timezone.now()) if latest and rest and rest < SOON]
    return min(left, default=None)


def needs(user: User) -> Iterator[Need]:
    """A line for each testimony, nobody's or new and hers, with a window that closes in five days; the next first.

    Of more than a screen's, those that are left are in the list that the last line leads to.
    """
    if not may(user, "testimony.handle"):
        return
    mine = Testimony.objects.filter(Q(handler=None) | Q(unread(), handler=user), shut=False)
    waiting = sorted(closing(mine).items(), key=itemgetter(1))
    codes = dict(mine.filter(pk__in=[pk for pk, _ in waiting[:SHOWN]]).values_list("pk", "code"))
    for pk, left in waiting[:SHOWN]:
        say = gettext("Some care matters soon for {code}: the first of it within {time}").format(
            code=codes[pk], time=_rest(left)
        )
        yield Need(say, reverse("testimony:testimony", args=[pk]), urgent=True, turn=Turn.CARE)
    if len(waiting) > SHOWN:
        more = len(waiting) - SHOWN
        say = ngettext("Some care matters soon for {count} more", "Some care matters soon for {count} more", more)
        where = reverse("testimony:inbox") + "?list=new&hours=120"
        yield Need(say.format(count=more), where, urgent=True, turn=Turn.CARE)


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
    now = timezone.now()
    left = {window.code: rest for window, rest in open_windows(known, now) if rest is not None} if known else {}
    found = open_windows(None if unsure else known, now)
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
    return {"closes": bool(soon), "soon": soon, "always": always, "known": not unsure, "unconfirmed": unconfirmed}


def _sealed(told: dict[str, Any], received: date) -> date:
    """The day it was sealed by the phone's clock, never after the day it came: a wrong clock closes no window early."""
    try:
        return min(date.fromisoformat(told["day"]), received) if told["day"] else received
    except ValueError:
        return received


def _rest(rest: timedelta) -> str:
    hours = int(rest.total_seconds() // 3600)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
