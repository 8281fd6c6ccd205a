"""Whether somebody agreed that one service be told of her, by whichever of its names the question was asked.

A service of the directory has a name in each language, and is one and the same. Of all that was answered about it the
latest decides; that it holds is asked of `amana.testimony.consents`, and nowhere else.
"""

from amana.care.models import Service
from amana.care.referrals.models import Referral
from amana.testimony import consents
from amana.testimony.consents import Answered
from amana.testimony.models import Survivor, Testimony

PURPOSE = "referral"


def names_of(service: Service | None, to: str) -> list[str]:
    """Every name by which a service may have been asked about."""
    return [*{to, *(service.names.values() if service else ())}]


def names_for(referral: Referral) -> list[str]:
    """As `names_of`, for a referral that was made: by the name of then, and those that the service has now."""
    return names_of(Service.objects.filter(pk=referral.service).first(), referral.to)


def answer(survivor: Survivor, names: list[str]) -> Answered | None:
    """The latest answer about this service that she gave of herself; None where nobody asked."""
    return max(_about(survivor, names), key=lambda one: one.row.pk, default=None)


def agreed(survivor: Survivor, names: list[str]) -> bool:
    """Whether this service may be told now what was agreed: the latest answer is a yes, and nothing holds it back."""
    latest = answer(survivor, names)
    if latest is None or not consents.allows_of(survivor, PURPOSE, latest.row.named):
        return False
    of_accounts = [one for account in survivor.testimonies.all() for one in _about(account, names)]
    return all(one.yes or one.row.pk < latest.row.pk for one in of_accounts)


def _about(of: Survivor | Testimony, names: list[str]) -> list[Answered]:
    known = {consents.index_of(name) for name in names if name.strip()}
    return [one for one in consents.answered(of) if one.row.purpose == PURPOSE and one.row.recipient in known]
