"""A person's referrals, on the page of her case: for who may open it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from amana.care.referrals.models import Referral
from amana.care.referrals.showing import shown
from amana.care.urgent import care_of, latest_moment
from amana.testimony.cases import policy
from amana.testimony.models import Survivor, Testimony
from amana.testimony.policy import sees_own_words

if TYPE_CHECKING:
    from amana.desk.models import User

SETTLED = {"given_here", "had_already", "declined", "helped", "not_wished"}


def beside(user: "User", thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Those that something is awaited of first, then the others, the newest first; beside an account, the way there."""
    if isinstance(thing, Testimony):
        yield from _beside_account(user, thing)
    if not isinstance(thing, Survivor) or not policy.may_with(user, "case.read", thing):
        return
    rows = [shown(row) for row in thing.referrals.prefetch_related("answers").order_by("-at", "-id")]
    rows.sort(key=lambda each: each["row"].ended_on is not None)
    may_make = policy.may_with(user, "referral.make", thing) and not thing.closed_on
    settled = {each["row"].kind for each in rows if _settled(each["row"])}
    soon = [care for care in care_for(thing)["soon"] if care["kind"] not in settled] if may_make else []
    yield "referrals/panel.html", {"case": thing, "rows": rows, "may_make": may_make, "soon": soon}


def _beside_account(user: "User", row: Testimony) -> Iterator[tuple[str, dict[str, Any]]]:
    """How many referrals there are of the person who told it, for who sees its own words and may open her case."""
    if row.survivor_id is None or not sees_own_words(user, row):
        return
    case = policy.readable(user).filter(pk=row.survivor_id).first()
    if case is not None and (count := case.referrals.count()):
        awaited = case.referrals.filter(ended_on=None).count()
        yield "referrals/of_account.html", {"case": case, "count": count, "awaited": awaited}


def _settled(row: Referral) -> bool:
    """Whether a kind of help was had, or is not wished: then no hours are counted before anybody's eyes."""
    return row.outcome in SETTLED or any(one.answer in SETTLED for one in row.answers.all())


def care_for(survivor: Survivor) -> dict[str, Any]:
    """The care that is still in its window for her, by all that she told of when, to a phone or to a listener.

    What a listener was told stands in for accounts that say nothing of it.
    """
    accounts = survivor.testimonies.filter(kind=Testimony.Kind.ACCOUNT)
    moments = [latest_moment(row.told, row.day) for row in accounts]
    heard = survivor.since.last()
    if heard:
        on = heard.at.date()
        told = {"answers": {"when": heard.said}, "day": on.isoformat()}
        moments = [*filter(None, moments), latest_moment(told, on)]
    return care_of(moments)
