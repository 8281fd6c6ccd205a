"""A party is found by all that its entry says; an event, by which party was concluded and why, as its page shows it."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.events.finding import published, strings, victims
from amana.parties.models import Conclusion, Party
from amana.vocabulary import label

if TYPE_CHECKING:
    from amana.desk.models import User


def of_conclusion(conclusion: Conclusion) -> Iterator[str]:
    """The party by name, and the reason."""
    yield conclusion.why
    if conclusion.party:
        yield str(conclusion.party)


def conclusions(user: "User") -> QuerySet[Conclusion]:
    """Those about acts that a person sees."""
    seen = victims(user).filter(pk=OuterRef("act__victim"))
    return Conclusion.objects.none() if seen.query.is_empty() else Conclusion.objects.filter(Exists(seen))


def show(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by its name, with its kind."""
    for row in rows:
        yield Hit(reverse("parties:party", args=[row.pk]), str(row), (label("party_kinds", row.entry["kind"]),))


FINDABLE = Findable(
    sections=(Section("parties", _("Parties"), Party, ("pk",), published(Party), show, action="source.read"),),
    words=(
        Words("party", "parties", _("in what it says"), Party, published(Party), lambda row: strings(row.entry)),
        Words(
            "conclusion",
            "events",
            _("in whose doing it is said to be"),
            Conclusion,
            conclusions,
            of_conclusion,
            to="act__victim__event",
            parts={Party: lambda party: Conclusion.objects.filter(party=party.pk).values_list("pk", flat=True)},
        ),
    ),
)
