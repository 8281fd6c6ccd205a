"""Which consents hold now: the one place that decides it, for one account and for all of them alike.

What was not asked counts as no, and so does what has run out. Of two answers to the same question the later holds. A
yes for a recipient by name ends with that recipient's no, and with any later no to the purpose itself; a purpose that
must be asked for `each` recipient (vocabulary/purposes.yaml) is shared with nobody who was not named.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from amana.desk.fields import blind
from amana.testimony.models import Consent, Survivor, Testimony
from amana.vocabulary import entries

PLACE = "testimony_consent.recipient"


def index_of(recipient: str) -> str:
    """The blind index of a recipient's name; empty for none. Case and outer spaces do not count."""
    return blind(" ".join(recipient.split()), PLACE) if recipient.strip() else ""


def holding(testimony: Testimony) -> dict[str, Consent]:
    """The latest answer to each purpose that was asked about without a recipient's name, whatever it was."""
    return {consent.purpose: consent for consent in testimony.consents.filter(recipient="").order_by("pk")}


@dataclass(frozen=True)
class Answered:
    """The latest answer for a purpose and a recipient by name (or none), and the answer that decides it now.

    The two differ where a later no to the purpose itself ends what was agreed for a recipient.
    """

    row: Consent
    decides: Consent

    @property
    def yes(self) -> bool:
        """Whether it holds."""
        return holds(self.decides)

    @property
    def ended(self) -> bool:
        """Whether it was a yes that has run out."""
        return self.decides.answer == Consent.Answer.YES and not self.yes


def answered(of: Testimony | Survivor) -> list[Answered]:
    """What was answered about an account, or by a person about herself; in the order in which each was first asked."""
    rows = of.consents.select_related("recorded_by").order_by("pk")
    latest = {(row.purpose, row.recipient): row for row in rows}
    found = []
    for (purpose, recipient), row in latest.items():
        general = latest.get((purpose, "")) if recipient else None
        refused = general is not None and general.answer != Consent.Answer.YES and general.pk > row.pk
        found.append(Answered(row, general if general is not None and refused else row))
    return found


def allows(testimony: Testimony, purpose: str, recipient: str | None = None) -> bool:
    """Whether an account may be used for `purpose` now, and, where `recipient` is given, shared with it."""
    return agreeing(purpose, recipient).filter(testimony=testimony).exists()


def allows_of(survivor: Survivor, purpose: str, recipient: str | None = None) -> bool:
    """Whether she agrees to what concerns herself and no account: being passed on to a service, for one."""
    return _agreed("survivor", purpose, recipient).filter(survivor=survivor).exists()


def agreeing(purpose: str, recipient: str | None = None) -> QuerySet[Consent, str]:
    """The ids of the testimonies that agree to `purpose` now, as a part of other queries.

    Without a recipient: to work done inside this organisation. With one: to sharing it with that recipient, which also
    waits as long as the person's accounts are held back.
    """
    return _agreed("testimony", purpose, recipient).values_list("testimony_id", flat=True)


def holds(consent: Consent | None) -> bool:
    """Whether an answer that nothing later has changed is a yes that has not run out."""
    if consent is None or consent.answer != Consent.Answer.YES:
        return False
    return consent.valid_until is None or consent.valid_until >= today()


def today() -> date:
    """By which a consent's last day is judged, in UTC."""
    return datetime.now(UTC).date()


def _agreed(about: str, purpose: str, recipient: str | None) -> QuerySet[Consent]:
    """The rows that say yes. `about`: the column that says of what, `testimony` or `survivor`."""
    rows = Consent.objects.filter(purpose=purpose, **{f"{about}__isnull": False})
    general = rows.filter(recipient="")
    yes = Q(answer=Consent.Answer.YES) & (Q(valid_until=None) | Q(valid_until__gte=today()))
    if recipient is None:
        return general.filter(yes, pk__in=_latest(general, about))
    index = index_of(recipient)
    own = rows.filter(recipient=index) if index else rows.none()
    taken_back = general.exclude(answer=Consent.Answer.YES).filter(
        **{about: OuterRef(about)}, pk__in=_latest(general, about), pk__gt=OuterRef("pk")
    )
    found = own.filter(yes, ~Exists(taken_back), pk__in=_latest(own, about))
    if purpose in entries("purposes") and not entries("purposes")[purpose].facts["each"]:
        unnamed = general.filter(yes, ~Exists(own.filter(**{about: OuterRef(about)})), pk__in=_latest(general, about))
        found = Consent.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=unnamed.values("pk")))
    held = "testimony__survivor__held_back" if about == "testimony" else "survivor__held_back"
    return found.exclude(**{held: True})


def _latest(rows: QuerySet[Consent], about: str) -> QuerySet[Consent, int]:
    latest: QuerySet[Consent, int] = (
        rows.order_by().values(about).annotate(last=Max("pk")).values_list("last", flat=True)
    )
    return latest
