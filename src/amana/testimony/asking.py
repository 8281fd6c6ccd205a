"""An answer that was given to a caseworker: found to be one, and kept. Who may ask, and the log, are the callers'."""

from dataclasses import dataclass
from datetime import date

from amana.desk.models import User
from amana.errors import Problem
from amana.testimony import consents
from amana.testimony.cases import minors
from amana.testimony.models import Consent, Survivor, Testimony
from amana.vocabulary import entries

WAYS = tuple(way for way in Consent.Way.values if way not in (Consent.Way.SEALED, Consent.Way.DESK))
"""How an answer can be given to a caseworker here."""


@dataclass(frozen=True)
class Said:
    """One answer: for what, shared with whom by name (or nobody named), how given, in which language, until when."""

    purpose: str
    answer: str
    recipient: str = ""
    way: str = Consent.Way.SPOKEN
    language: str = ""
    valid_until: date | None = None


def write_consent(actor: User, about: Testimony | Survivor, said: Said) -> Consent:
    """Keep an answer about an account, or about a person herself. A Problem where it is none, or cannot be given."""
    purpose = entries("purposes").get(said.purpose)
    if purpose is None or said.answer not in Consent.Answer.values or said.way not in WAYS:
        raise Problem("testimony.unknown_consent")
    if said.recipient.strip() and not purpose.facts["shares"]:
        raise Problem("testimony.shared_with_nobody")
    if said.valid_until and said.valid_until < consents.today():
        raise Problem("testimony.past_already")
    yes = said.answer == Consent.Answer.YES
    if yes and isinstance(about, Testimony) and hasattr(about, "came"):
        raise Problem("partners.not_ours_to_ask")
    survivor = about.survivor if isinstance(about, Testimony) else about
    minors.check_answer(survivor, said.way, yes=yes)
    return Consent.objects.create(
        testimony=about if isinstance(about, Testimony) else None,
        survivor=about if isinstance(about, Survivor) else None,
        purpose=said.purpose,
        recipient=consents.index_of(said.recipient),
        named=" ".join(said.recipient.split()),
        answer=said.answer,
        way=said.way,
        language=said.language,
        valid_until=said.valid_until if yes else None,
        recorded_by=actor,
    )
