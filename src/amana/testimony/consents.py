"""Which consents hold now. What was not asked counts as no; the latest answer for a purpose holds."""

from django.db.models import Max, QuerySet

from amana.testimony.models import Consent, Testimony


def holding(testimony: Testimony) -> dict[str, Consent]:
    """The consent that holds for each purpose that was ever answered."""
    return {consent.purpose: consent for consent in testimony.consents.order_by("pk")}


def allows(testimony: Testimony, purpose: str) -> bool:
    """Whether she agrees to `purpose` now."""
    consent = holding(testimony).get(purpose)
    return consent is not None and consent.answer == Consent.Answer.YES


def agreeing(purpose: str) -> QuerySet[Consent, str]:
    """The ids of the testimonies whose latest answer for `purpose` is yes, as a part of other queries."""
    latest = Consent.objects.filter(purpose=purpose).values("testimony").annotate(last=Max("pk")).values("last")
    yes = Consent.objects.filter(pk__in=latest, answer=Consent.Answer.YES)
    return yes.values_list("testimony_id", flat=True)
