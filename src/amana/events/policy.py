"""Who may see which event, and whom in it: what rests on testimonies is seen by those who may use these testimonies."""

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet
from django.http import Http404

from amana.desk.policy import require
from amana.desk.rows import has, has_no
from amana.events.models import Event, Missing, Telling, Victim, Witness
from amana.testimony import consents
from amana.testimony.models import Testimony
from amana.testimony.policy import among

if TYPE_CHECKING:
    from amana.desk.models import User


def usable(user: "User") -> QuerySet[Testimony]:
    """The testimonies whose facts `user` may work with: those she may open; for an investigator, those agreed to."""
    return among(user, "event.read")


def readable(user: "User") -> QuerySet[Event]:
    """The events that `user` may open: those of usable testimonies, and those that rest on none yet."""
    require(user, "event.read")
    of_it = Telling.objects.filter(event=OuterRef("pk"))
    one_may_use = usable(user).filter(pk=OuterRef("testimony"))
    return Event.objects.filter(has_no(of_it) | has(of_it.filter(has(one_may_use))))


def tellings_seen(user: "User") -> QuerySet[Telling]:
    """Which usable testimonies tell of which events: each looked up by itself, for the events of one page."""
    return Telling.objects.filter(has(usable(user).filter(pk=OuterRef("testimony"))))


def find(user: "User", pk: str) -> Event:
    """The event `pk`; the same 404 whether it does not exist or is not for `user`."""
    event = readable(user).filter(pk=pk).first()
    if event is None:
        raise Http404
    return event


def victims_seen(user: "User") -> QuerySet[Victim]:
    """The victims of all events that `user` may open, of whom a usable testimony tells."""
    return _told_of(user, Victim.objects.filter(has(readable(user).filter(pk=OuterRef("event")))))


def witnesses_seen(user: "User") -> QuerySet[Witness]:
    """The witnesses of all events that `user` may open, of whom a usable testimony tells."""
    return _known_from(user, Witness.objects.filter(has(readable(user).filter(pk=OuterRef("event")))))


def victims(user: "User", event: Event) -> QuerySet[Victim]:
    """Those of the event's victims of whom a usable testimony tells."""
    return _told_of(user, event.victims.all()).order_by("pk")


def witnesses(user: "User", event: Event) -> QuerySet[Witness]:
    """Those of the event's witnesses of whom a usable testimony tells."""
    return _known_from(user, event.witnesses.all()).select_related("told_in")


def _told_of(user: "User", rows: QuerySet[Victim]) -> QuerySet[Victim]:
    # Each is looked up by itself: a list of all that somebody may use would be made anew for every page.
    tells = Victim.told_in.through._default_manager.filter(victim=OuterRef("pk"))
    return rows.filter(has(tells.filter(has(usable(user).filter(pk=OuterRef("testimony"))))))


def _known_from(user: "User", rows: QuerySet[Witness]) -> QuerySet[Witness]:
    return rows.filter(has(usable(user).filter(pk=OuterRef("told_in"))))


def missing(user: "User") -> QuerySet[Victim]:
    """The victims who are, or were, missing, of whom a usable testimony tells."""
    found = victims_seen(user).filter(pk__in=Missing.objects.values("victim"))
    return found.select_related("event").prefetch_related("whereabouts")


def is_account(of: str) -> Q:
    """That the testimony to which the column `of` points is an account."""
    return has(Testimony.objects.filter(pk=OuterRef(of), kind=Testimony.Kind.ACCOUNT))


def agreed_victims(*purposes: str, shared: tuple[str, str] | None = None) -> QuerySet[Victim]:
    """The victims who may be used for all of `purposes`, and be shared: every account that tells of one agreed to each.

    `shared`: for which purpose and with whom. What was entered of a victim may come from any of the accounts that tell
    of her, so one that was never given, has run out, is held back or was taken back, keeps her out.
    """
    tells = Victim.told_in.through._default_manager.filter(is_account("testimony"), victim=OuterRef("pk"))
    # Each is looked at by itself: beside a list of all accounts that agreed, and one of all others, PostgreSQL took
    # seconds, and four times as long for twice as many accounts.
    everyone_agreed = Q(*(consents.agreed(purpose) for purpose in purposes))
    if shared is not None:
        everyone_agreed &= consents.agreed(*shared)
    return Victim.objects.filter(has(tells), has_no(tells.exclude(everyone_agreed)))
