"""What this part shows elsewhere: beside a testimony, who listened, for who may read it; at home, what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.sealing import codec
from amana.testimony import policy
from amana.testimony.asked import form_told
from amana.testimony.cases import risks
from amana.testimony.models import Envelope, Testimony
from amana.testimony.workers import keys
from amana.testimony.workers.forms import CaseForm
from amana.testimony.workers.models import Case, Worker

if TYPE_CHECKING:
    from amana.desk.models import User

LISTENERS = ("listener", "clinician")


@dataclass(frozen=True)
class Standing:
    """How an account stands that somebody else wrote down (spec/worker.md, "Signed accounts")."""

    code: str
    worker: Worker | None = None


def standing(testimony: Testimony, teller: str | None) -> Standing | None:
    """Who listened, as far as a key shows it; None where nobody claims to have. `teller` is that of the form."""
    signed = testimony.told.get("signed")
    if signed is None:
        return Standing("unsigned") if teller in LISTENERS else None
    worker = keys.holder(codec.from_base64url(signed["key"]))
    if worker is None:
        return Standing("unknown")
    if keys.ended(worker, testimony.day):
        return Standing("ended", worker)
    return Standing("heard" if worker.confirmed_on else "unconfirmed", worker)


def beside(user: "User", thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """On a testimony's page, for who sees own words: who listened, and on whose list it stands."""
    if not isinstance(thing, Testimony) or not policy.sees_own_words(user, thing):
        return
    heard = standing(thing, teller_of(thing))
    if heard:
        yield "workers/heard.html", {"heard": heard}
    may_decide = policy.may_with(user, "worker.list", thing)
    workers = Worker.objects.exclude(confirmed_on=None).filter(ended_on=None)
    cases = Case.objects.filter(testimony=thing).select_related("worker").prefetch_related("visits")
    if thing.kind == Testimony.Kind.ACCOUNT and (cases or (may_decide and workers)):
        form = CaseForm(workers) if may_decide and workers else None
        context = {"cases": cases, "form": form, "testimony": thing, "may_decide": may_decide, "risk": risks.of(thing)}
        yield "workers/on_lists.html", context


def teller_of(testimony: Testimony) -> str | None:
    """Who answers the form by which it was told; None where the desk does not know the form."""
    form = form_told(testimony)
    return form["teller"] if form else None


def needs(user: "User") -> Iterator[Need]:
    """Phones that wait to be compared, links that went astray, envelopes of ended keys."""
    page = reverse("workers:list")
    if may(user, "worker.keep"):
        answered = Worker.objects.filter(confirmed_on=None, ended_on=None, key_index__isnull=False)
        if answered.filter(contested=True).exists():
            yield Need(
                gettext("Two phones answered one invitation: the link has been in other hands"), page, urgent=True
            )
        if answered.filter(contested=False).exists():
            yield Need(
                gettext("A community worker's phone has answered: compare the eight digits by voice"),
                page,
                turn=Turn.TODAY,
            )
    if may(user, "testimony.oversee"):
        aside = Envelope.objects.filter(reason="workers.ended_key").count()
        if aside:
            say = ngettext(
                "{count} envelope was signed by a key that has ended, and waits for a decision",
                "{count} envelopes were signed by a key that has ended, and wait for a decision",
                aside,
            ).format(count=aside)
            yield Need(say, reverse("workers:aside"))
