"""Referring somebody, or writing down why not, and what came of it. Each a transaction, with its custody-log entry.

The log says that a person was referred, and never where to. A service is told nothing without a yes to it by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from amana.care.models import Service
from amana.care.referrals.agreeing import PURPOSE, agreed, names_for, names_of
from amana.care.referrals.models import Answer, Referral, Since
from amana.desk.models import User
from amana.errors import Problem
from amana.testimony import consents
from amana.testimony.asking import Said, write_consent
from amana.testimony.cases import minors, policy, risks
from amana.testimony.custody.log import logged, record
from amana.testimony.models import Survivor
from amana.vocabulary import entries

MADE = "referred"
LONGEST_NAME = 300


@dataclass(frozen=True)
class Wish:
    """A referral as it is asked for. `service` in the directory, or else `to` and `kind`.

    `asked`: how she said yes to this service by name just now (`Consent.Way`); empty where she was asked before.
    """

    urgency: str
    way: str
    service: Service | None = None
    to: str = ""
    kind: str = ""
    purpose: str = ""
    shared: Sequence[str] = ()
    reply_on: date | None = None
    asked: str = ""
    language: str = ""

    @property
    def recipient(self) -> str:
        """The one name by which it is asked about."""
        return str(self.service) if self.service else " ".join(self.to.split())


@logged("referral.made", subject="survivor")
def refer(actor: User, survivor: Survivor, wish: Wish, *, heeded: bool = False) -> Referral:
    """Refer her, as she wishes. `heeded`: the actor has read what is feared, where anything is.

    Where the service is told nothing, no yes is needed; so care never waits for a form.
    """
    _may_write(actor, survivor)
    risks.must_heed(survivor, heeded=heeded)
    kind = wish.service.kind if wish.service else wish.kind
    codes = {"services": [kind], "referral_urgency": [wish.urgency], "referral_ways": [wish.way]}
    _known({**codes, "referral_shares": wish.shared})
    if not 0 < len(wish.recipient) <= LONGEST_NAME:
        raise Problem("referrals.no_recipient")
    if wish.reply_on and wish.reply_on < consents.today():
        raise Problem("referrals.past_already")
    if entries("referral_ways")[wish.way].facts["shares"]:
        if wish.asked:
            _write_yes(actor, survivor, wish)
        require_agreed(survivor, names_of(wish.service, wish.recipient))
    elif wish.shared:
        raise Problem("referrals.tells_nothing")
    return Referral.objects.create(
        survivor=survivor,
        by=actor,
        kind=kind,
        outcome=MADE,
        service=wish.service.pk if wish.service else "",
        to=wish.recipient,
        urgency=wish.urgency,
        way=wish.way,
        shared=[code for code in entries("referral_shares") if code in wish.shared],
        purpose=wish.purpose.strip(),
        reply_on=wish.reply_on,
    )


@logged("referral.not_made", subject="survivor")
def set_down(actor: User, survivor: Survivor, kind: str, outcome: str, note: str = "") -> Referral:
    """A kind of service that was spoken of and to which nobody was referred: not wished, not to be had …"""
    _may_write(actor, survivor)
    _known({"services": [kind], "referral_outcomes": [outcome]})
    if outcome == MADE:
        raise Problem("cases.unknown_code")
    return Referral.objects.create(
        survivor=survivor, by=actor, kind=kind, outcome=outcome, purpose=note.strip(), ended_on=consents.today()
    )


@logged("referral.when_noted", subject="survivor")
def note_when(actor: User, survivor: Survivor, about: str = "", day: date | None = None) -> Since:
    """About when it was, as a code of vocabulary/recently.yaml or as a day, if the person wished to say."""
    _may_write(actor, survivor)
    if day is None:
        _known({"recently": [about]})
    elif day > consents.today():
        raise Problem("cases.not_yet")
    return Since.objects.create(survivor=survivor, by=actor, said={"date": day.isoformat()} if day else about)


@transaction.atomic
def hear(actor: User, referral: Referral, answer: str, heard: str = "", reply_on: date | None = None) -> Answer:
    """What was heard of it, and, while something is still awaited, on which day to ask again."""
    policy.require_with(actor, "referral.make", referral.survivor)
    _known({"referral_answers": [answer]})
    if not Referral.objects.filter(pk=referral.pk, ended_on=None).exists():
        raise Problem("referrals.ended")
    if reply_on and reply_on < consents.today():
        raise Problem("referrals.past_already")
    ends = entries("referral_answers")[answer].facts["ends"]
    referral.ended_on = consents.today() if ends else None
    referral.reply_on = None if ends else reply_on
    referral.save(update_fields=["ended_on", "reply_on"])
    record(actor, "referral.answered", referral.survivor)
    return Answer.objects.create(referral=referral, by=actor, answer=answer, heard=heard.strip())


@transaction.atomic
def make_page(actor: User, referral: Referral, *, heeded: bool = False) -> Referral:
    """Before a page to carry is shown: the risk was read, the yes still holds, and the log has it, names apart."""
    policy.require_with(actor, "referral.make", referral.survivor)
    if referral.outcome != MADE or referral.ended_on:
        raise Problem("referrals.ended")
    risks.must_heed(referral.survivor, heeded=heeded)
    if tells(referral):
        require_agreed(referral.survivor, names_for(referral))
    if any(entries("referral_shares")[code].facts["who"] for code in referral.shared):
        record(actor, "identity.viewed", referral.survivor)
    record(actor, "referral.page_made", referral.survivor)
    return referral


def tells(referral: Referral) -> bool:
    """Whether the service is told anything of her."""
    return bool(referral.way) and bool(entries("referral_ways")[referral.way].facts["shares"])


def require_agreed(survivor: Survivor, names: list[str]) -> None:
    """`referrals.not_agreed` or `referrals.held_back` unless this service may be told now."""
    if survivor.held_back:
        raise Problem("referrals.held_back")
    if not agreed(survivor, names):
        raise Problem("referrals.not_agreed")


def _write_yes(actor: User, survivor: Survivor, wish: Wish) -> None:
    """Her yes to this service by name. It is about herself: none of her accounts is shared by it."""
    said = Said(PURPOSE, "yes", recipient=wish.recipient, way=wish.asked, language=wish.language)
    write_consent(actor, survivor, said)
    record(actor, "consent.recorded", survivor, {"purpose": said.purpose, "answer": said.answer, "way": str(said.way)})
    minors.hold(survivor)


def _may_write(actor: User, survivor: Survivor) -> None:
    policy.require_with(actor, "referral.make", survivor)
    if survivor.closed_on:
        raise Problem("cases.is_closed")


def _known(codes: dict[str, Sequence[str]]) -> None:
    for name, wanted in codes.items():
        if not set(wanted) <= set(entries(name)):
            raise Problem("cases.unknown_code")
