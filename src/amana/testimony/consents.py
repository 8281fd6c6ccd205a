"""Which consents hold now. What was not asked counts as no; the latest answer for a purpose holds."""

from collections.abc import Iterable

from django.db.models import F, Max

from amana.testimony.models import Consent, Testimony


def holding(testimony: Testimony) -> dict[str, Consent]:
    """The consent that holds for each purpose that was ever answered."""
    return {consent.purpose: consent for consent in testimony.consents.order_by("pk")}


def allows(testimony: Testimony, purpose: str) -> bool:
    """Whether she agrees to `purpose` now."""
    consent = holding(testimony).get(purpose)
    return consent is not None and consent.answer == Consent.Answer.YES


def agreed(purpose: str, among: Iterable[str] | None = None) -> set[str]:
    """The ids of the testimonies (of those `among`, if given) whose latest answer for `purpose` is yes."""
    asked = Consent.objects.filter(purpose=purpose)
    if among is not None:
        asked = asked.filter(testimony__in=list(among))
    latest = asked.values("testimony").annotate(last=Max("pk")).values("last")
    yes = Consent.objects.filter(pk__in=latest, answer=Consent.Answer.YES)
    return set(yes.values_list(F("testimony_id"), flat=True))
