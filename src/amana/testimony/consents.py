"""Which consents hold now: the one place that decides it, for one account and for all of them alike.

What was not asked counts as no, and so does what has run out. Of two answers to the same question the later holds. A
yes for a recipient by name ends with that recipient's no, and with any later no to the purpose itself; a yes to the
purpose does not bring it back. A purpose that must be asked for `each` recipient (vocabulary/purposes.yaml) is shared
with nobody who was not named.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from amana.desk.fields import blind
from amana.desk.rows import has, has_no
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

    The two differ where a later no to the purpose itself ends what was agreed for a recipient, and where what a person
    said of herself is ended by a later no of hers about an account, such as one that came sealed.
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
    elsewhere = list(_noes_about_accounts(of)) if isinstance(of, Survivor) else []
    return _answered(of.consents.select_related("recorded_by").order_by("pk"), elsewhere)


def answered_each(accounts: Collection[Testimony]) -> list[list[Answered]]:
    """As `answered`, of several accounts, in their order."""
    rows: dict[str, list[Consent]] = {account.pk: [] for account in accounts}
    for row in Consent.objects.filter(testimony__in=rows).select_related("recorded_by").order_by("pk"):
        rows[str(row.testimony_id)].append(row)
    return [_answered(of, []) for of in rows.values()]


def _answered(of: Iterable[Consent], elsewhere: list[Consent]) -> list[Answered]:
    rows = list(of)
    latest = {(row.purpose, row.recipient): row for row in rows}
    refused = {row.purpose: row for row in rows if not row.recipient and row.answer != Consent.Answer.YES}
    found = []
    for row in latest.values():
        noes = [no for no in elsewhere if no.purpose == row.purpose and no.recipient in ("", row.recipient)]
        if row.recipient and row.purpose in refused:
            noes.append(refused[row.purpose])
        found.append(Answered(row, max([row, *noes], key=lambda one: one.pk)))
    return found


def _noes_about_accounts(survivor: Survivor) -> QuerySet[Consent]:
    """Every no that she gave about one of her accounts, whether sealed or said: each ends what she said before."""
    return Consent.objects.filter(testimony__survivor=survivor).exclude(answer=Consent.Answer.YES)


def allows(testimony: Testimony, purpose: str, recipient: str | None = None) -> bool:
    """Whether an account may be used for `purpose` now, and, where `recipient` is given, shared with it."""
    return agreeing(purpose, recipient).filter(testimony=testimony).exists()


def allows_by_name(testimony: Testimony, purpose: str, recipient: str) -> bool:
    """Whether an account itself may be passed on to `recipient`: only a yes for that very name allows it."""
    return agreeing_by_name(purpose, recipient).filter(testimony=testimony).exists()


def allows_of(survivor: Survivor, purpose: str, recipient: str | None = None) -> bool:
    """Whether she agrees to what concerns herself and no account: being passed on to a service, for one.

    A later no about any of her accounts, such as one that she sealed with her receipt, ends it too.
    """
    yes = _agreed("survivor", purpose, recipient).filter(survivor=survivor).order_by("pk").last()
    if yes is None:
        return False
    later = _noes_about_accounts(survivor).filter(purpose=purpose, pk__gt=yes.pk)
    return not later.filter(recipient__in={"", index_of(recipient or "")}).exists()


def agreeing(purpose: str, recipient: str | None = None) -> QuerySet[Consent, str]:
    """The ids of the testimonies that agree to `purpose` now, as a part of other queries.

    Without a recipient: to work done inside this organisation. With one: to sharing it with that recipient, which also
    waits as long as the person's accounts are held back.
    """
    return _agreed("testimony", purpose, recipient).values_list("testimony_id", flat=True)


def agreed(purpose: str, recipient: str | None = None) -> Q:
    """Of rows that point to an account by `testimony`, that it is one of `agreeing`; each is looked up by itself."""
    return has(agreeing(purpose, recipient).filter(testimony=OuterRef("testimony")))


def agreeing_by_name(purpose: str, recipient: str) -> QuerySet[Consent, str]:
    """As `agreeing`, for what is shared whole: what was said of a purpose in general is not enough for that."""
    return _agreed("testimony", purpose, recipient, named=True).values_list("testimony_id", flat=True)


def holds(consent: Consent | None) -> bool:
    """Whether an answer that nothing later has changed is a yes that has not run out."""
    if consent is None or consent.answer != Consent.Answer.YES:
        return False
    return consent.valid_until is None or consent.valid_until >= today()


def today() -> date:
    """By which a consent's last day is judged, in UTC."""
    return datetime.now(UTC).date()


def _agreed(about: str, purpose: str, recipient: str | None, *, named: bool = False) -> QuerySet[Consent]:
    """The rows that say yes. `about`: the column that says of what, `testimony` or `survivor`; `named`: by name alone.

    What came from another desk is shared further with those alone whom its terms name.

    Each row is looked at beside the others of the same account alone, so a page of a long list costs no more than a
    page of a short one. Nothing is joined: PostgreSQL takes so few rows to be left that it would go through one table
    for each row of the other.
    """
    of_the_same = Consent.objects.filter(purpose=purpose, **{about: OuterRef(about)})
    general, later = of_the_same.filter(recipient=""), Q(pk__gt=OuterRef("pk"))
    in_general = Q(~Exists(general.filter(later)), recipient="")
    yes = Q(answer=Consent.Answer.YES) & (Q(valid_until=None) | Q(valid_until__gte=today()))
    rows = Consent.objects.filter(yes, purpose=purpose, **{f"{about}__isnull": False})
    if recipient is None:
        return rows.filter(in_general)
    index = index_of(recipient)
    own = of_the_same.filter(recipient=index)
    refused = general.filter(later).exclude(answer=Consent.Answer.YES)
    by_name = Q(~Exists(own.filter(later)), ~Exists(refused), recipient=index)
    asked = entries("purposes").get(purpose)
    held = Survivor.objects.filter(pk=OuterRef("survivor"), held_back=True)
    if about == "testimony":
        account = Testimony.objects.filter(pk=OuterRef("testimony"))
        in_general &= has_no(account.exclude(came=None))
        held = Survivor.objects.filter(testimonies=OuterRef("testimony"), held_back=True)
    if named or asked is None or asked.facts["each"]:
        wanted = by_name if index else Q(pk__in=[])
    else:
        wanted = by_name | Q(in_general, ~Exists(own)) if index else in_general
    return rows.filter(wanted, has_no(held))
