"""Lists made of what is kept here: who is known to which source, or by whose telling, without saying who anybody is.

Two kinds of links are known at a desk: records of one person each, which claims say are of the same person (`person`),
and accounts that an analyst found to tell of one victim. Nothing links the one kind to the other, so they are never on
lists together.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from amana.counting.desk_claims import gather
from amana.counting.lists import Lists
from amana.counting.regions import Question, lies_in, region_of
from amana.counting.world import World
from amana.errors import Problem
from amana.events.claims import Claim
from amana.events.models import Act
from amana.events.policy import agreed_victims
from amana.testimony.asked import form_told
from amana.testimony.models import Testimony

TELLERS = {
    "survivor": _("told by survivors themselves"),
    "witness": _("told by witnesses"),
    "listener": _("told by those who listened to them"),
    "clinician": _("told by those who treated them"),
}
OTHERS = _("told in other forms")


@dataclass(frozen=True)
class Kept:
    """Lists, the accounts that tell of whoever is on them, and the sources whose records they are (ids)."""

    lists: Lists
    accounts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def of_records(question: Question) -> Kept:
    """Persons of linked records that lie in what is asked; a list for each source. Raises `counting.nothing_kept`."""
    desk = gather()
    found = [one for one in _inside(desk.claims, question, desk.world) if one.person and one.id not in desk.events]
    sources = sorted({claim.source for claim in found})
    called = [desk.sources[source].name for source in sources]
    names = [
        f"{name} ({source})" if called.count(name) > 1 else name for name, source in zip(called, sources, strict=True)
    ]
    on: dict[str, set[str]] = {}
    for claim in found:
        on.setdefault(str(claim.person), set()).add(names[sources.index(claim.source)])
    return Kept(_lists(on.values()), sources=tuple(sources))


def of_accounts(question: Question, shared: tuple[str, str] | None = None) -> Kept:
    """Single victims of whom accounts tell that agreed to be counted; a list for each kind of teller.

    `shared`: only those that also agreed to this purpose and recipient. Raises `counting.nothing_kept`.
    """
    desk = gather()
    told = [claim for claim in _inside(desk.claims, question, desk.world) if claim.id in desk.events]
    single = [claim.id.removeprefix("told-") for claim in told if claim.quantity.kind == "exactly"]
    acts = Act.objects.filter(pk__in=single)
    victims = agreed_victims("count", shared=shared).filter(acts__in=acts).distinct()
    forms: dict[tuple[int | None, str, str], str] = {}
    on: dict[str, set[str]] = {}
    accounts: set[str] = set()
    for victim in victims.prefetch_related("told_in__came__form"):
        tellings = [row for row in victim.told_in.all() if row.kind == Testimony.Kind.ACCOUNT]
        on[victim.pk] = {_told_by(row, forms) for row in tellings}
        accounts.update(row.pk for row in tellings)
    return Kept(_lists(on.values()), accounts=tuple(sorted(accounts)))


def _inside(claims: Iterable[Claim], question: Question, world: World) -> list[Claim]:
    """The claims that surely lie in what is asked."""
    return [claim for claim in claims if lies_in(region_of(claim, world), question, world)]


def _told_by(testimony: Testimony, forms: dict[tuple[int | None, str, str], str]) -> str:
    """The list that an account puts somebody on, by its form; `forms` remembers those that were met."""
    named = testimony.told["form"] or {"id": "", "version": ""}
    # Another desk may have a form of its own by the name and version of one of ours.
    came = getattr(testimony, "came", None)
    key = (came and came.form_id, named["id"], named["version"])
    if key not in forms:
        form = form_told(testimony)
        forms[key] = str(TELLERS.get(form["teller"], OTHERS) if form else OTHERS)
    return forms[key]


def _lists(on: Iterable[set[str]]) -> Lists:
    """Persons, each as the lists she is on, counted."""
    persons = list(on)
    if not persons:
        raise Problem("counting.nothing_kept")
    names = sorted(set().union(*persons))
    return Lists.of(names, [[name in each for name in names] for each in persons], [1] * len(persons))
