"""Whoever is under eighteen: who may answer for her, and when something of hers may be shared at all.

Her own no ends the question. A guardian answers only if it is known that this person is not the one who harmed. And
nothing is shared before somebody has weighed, and written down, that it is in her best interest. Of somebody whose age
nobody knows, nothing of this is assumed: ask, or write down the band.
"""

from django.utils.translation import gettext_lazy as _

from amana.errors import Problem
from amana.testimony.cases.models import About, Guardian
from amana.testimony.cases.risks import standing
from amana.testimony.models import Consent, Survivor

UNDER = 18
ALONE = "alone"
"""The relation that says that there is nobody (vocabulary/guardians.yaml)."""
BANDS = ("under_12", "from_12")
"""Codes of vocabulary/age_bands.yaml that are under eighteen."""

WHY = {
    "minor": _("Under eighteen, and nobody has written down that sharing is in the best interest."),
    "guardian": _("Somebody agreed for this person, and no guardian is known who surely may."),
    "risk": _("There is a risk of reprisal while which nothing is shared."),
}


def is_minor(survivor: Survivor) -> bool:
    """Whether she is known to be under eighteen, by her years or else by the band."""
    about = about_of(survivor)
    return int(about.age) < UNDER if about.age else about.band in BANDS


def about_of(survivor: Survivor) -> About:
    """What is known of whom one speaks with; blank where nothing is."""
    return About.objects.filter(survivor=survivor).first() or About(survivor=survivor)


def check_answer(survivor: Survivor | None, way: str, *, yes: bool) -> None:
    """Refuse an answer through a guardian where none may give it, and a yes that she herself does not agree to.

    Of an account that is of no case nobody knows a guardian.
    """
    if way == Consent.Way.GUARDIAN and not (survivor and may_answer_for(survivor)):
        raise Problem("cases.no_guardian")
    if yes and survivor and is_minor(survivor) and about_of(survivor).assent == "no":
        raise Problem("cases.no_assent")


def may_answer_for(survivor: Survivor) -> list[Guardian]:
    """Those of whom it is known that they are not the one who harmed."""
    return [guardian for guardian in survivor.guardians.all() if guardian.harmed == "no" and guardian.relation != ALONE]


def why_held(survivor: Survivor) -> list[str]:
    """Why nothing of hers may be shared now: codes of WHY; empty where nothing is in the way."""
    found = []
    if is_minor(survivor):
        latest = survivor.interests.last()
        if latest is None or not latest.share:
            found.append("minor")
    if not may_answer_for(survivor) and _answered_for(survivor):
        found.append("guardian")
    risk = standing(survivor)
    if risk and risk.hold:
        found.append("risk")
    return found


def _answered_for(survivor: Survivor) -> bool:
    """Whether anybody ever agreed for her: where it turns out who that was, what was agreed waits."""
    yes = Consent.objects.filter(way=Consent.Way.GUARDIAN, answer=Consent.Answer.YES)
    return yes.filter(survivor=survivor).exists() or yes.filter(testimony__survivor=survivor).exists()


def hold(survivor: Survivor) -> None:
    """Bring `Survivor.held_back`, which every count and release asks, in step with why. Called by each such action."""
    survivor.held_back = bool(why_held(survivor))
    survivor.save(update_fields=["held_back"])
