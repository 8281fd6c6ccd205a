"""What partner desks say: taken for what it is only if the key that was compared signed it, to this desk, with a number
that is new (spec/sharing.md).

Called while an envelope is being kept, in its transaction. A Problem keeps it aside, whole, with the problem's code.
"""

from typing import Any

from django.db.models import QuerySet

from amana.desk.fields import blind
from amana.errors import Problem
from amana.sealing import strict_json
from amana.sealing.bundle import digest
from amana.sealing.desks import HEARD, LAST, Between
from amana.sealing.envelope import Opened
from amana.sealing.inside import Inside, signer_of
from amana.testimony import erasing
from amana.testimony.accounts import keep_account
from amana.testimony.consents import today
from amana.testimony.custody.log import record
from amana.testimony.models import Envelope, Testimony
from amana.testimony.partners import keys
from amana.testimony.partners.models import Came, Partner, PartnerForm, Share, State
from amana.testimony.partners.terms import take_terms

TERMS = {"agreed", "left_out", "came", "places", "files", "made_from"}
PERSON, THREAD = "partners_came.person", "partners_came.thread"


def brings_nothing_new(inside: Inside) -> bool:
    """Whether a message from another desk leaves nothing here that it would have to be kept for."""
    partner, desk = _sender(inside), inside.desk
    if desk is None or not desk.brings:
        return True
    account = _account_of(partner, desk.adds_to)
    if account is not None and account.gone:
        return True
    known = Came.objects.filter(partner=partner, share=desk.share).first()
    return known is not None and (known.had or known.gone or known.number >= desk.number)


def take(envelope: Envelope, opened: Opened) -> None:
    """Take in what another desk says."""
    desk, partner = opened.inside.desk, _sender(opened.inside)
    if desk is None or desk.to != keys.own_fingerprint():
        raise Problem("partners.for_another_desk")
    known = partner is not None and partner.confirmed_on is not None
    if desk.say == "greeting":
        if partner is not None and known:
            _greeted(partner, desk)
        return
    if partner is None or not known:
        raise Problem("partners.unknown_desk")
    if desk.say == "answer":
        _answered(partner, desk)
    else:
        _told(partner, envelope, opened, desk)


def _sender(inside: Inside) -> Partner | None:
    key = signer_of(inside)
    return keys.holder(key) if key else None


def _greeted(partner: Partner, desk: Between) -> None:
    """The other desk has compared as well. One that has not heard from here is answered, and told anew what holds."""
    if partner.ended_on:
        return
    if not partner.heard:
        record(None, "partner.greeted", partner)
    partner.heard = True
    partner.greet_on = today() if desk.number < HEARD else None
    partner.save(update_fields=["heard", "greet_on"])
    if desk.number < HEARD:
        Share.objects.filter(partner=partner, number__gt=0).update(next=today(), tries=0)
        Came.objects.filter(partner=partner).update(answer_due=True)


def _answered(partner: Partner, desk: Between) -> None:
    """What holds at the other desk. One that has seen higher numbers has seen what this desk lost: go on above them."""
    there = State(str(desk.state))
    share = Share.objects.select_for_update().filter(partner=partner, pk=desk.share).first()
    if share is None:
        if there != State.ERASED:
            _end_unknown(partner, desk)
        return
    if there == State.ERASED and share.state != State.ERASED:
        share.state, share.agreed, share.ended_on = State.ERASED, [], today()
        share.number = max(share.number, desk.number)
        record(None, "share.erased_there", share)
    elif desk.number > share.number:
        share.number, share.next, share.tries = min(desk.number + 1, LAST), today(), 0
        share.save()
        return
    if there == share.state and (desk.number >= share.number or share.state == State.ERASED):
        if share.next is not None or share.answered < share.number:
            record(None, "share.answered", share, {"number": desk.number, "state": str(share.state)})
        share.answered, share.answered_on, share.next, share.tries = share.number, today(), None, 0
    share.save()


def _end_unknown(partner: Partner, desk: Between) -> None:
    """The other desk has an account of which this one forgot that it was shared: nobody could end that, so it ends."""
    share = Share.objects.create(
        id=desk.share,
        partner=partner,
        approved={},
        extent="choices",
        number=min(desk.number + 1, LAST),
        state=State.ERASED,
        next=today(),
        by=partner.confirmed_by or partner.added_by,
        on=today(),
        ended_on=today(),
    )
    record(None, "share.unknown", share)


def _told(partner: Partner, envelope: Envelope, opened: Opened, desk: Between) -> None:
    """Of a shared account: the highest number counts, and whatever came is answered."""
    fresh = {"on": today(), "changed_on": today()}
    if partner.ended_on and desk.brings and not Came.objects.filter(partner=partner, share=desk.share).exists():
        raise Problem("partners.ended")
    Came.objects.get_or_create(partner=partner, share=desk.share, defaults=fresh)
    came = Came.objects.select_for_update().get(partner=partner, share=desk.share)
    if desk.number > came.number:
        came.number, came.changed_on = desk.number, today()
        if not came.gone:
            came.state = State(str(desk.state))
            CARRY_OUT[came.state](came, envelope, opened, desk)
    came.answer_due = True
    came.save()


def _shared(came: Came, envelope: Envelope, opened: Opened, desk: Between) -> None:
    new = came.testimony is None
    if new:
        account = _account_of(came.partner, desk.adds_to)
        if account is not None and account.gone:
            came.state = State.ERASED
            return
        came.adds_to, came.form = desk.adds_to or "", _keep_form(came.partner, desk)
        thread = blind(f"{came.partner_id} {desk.adds_to or desk.share}", THREAD)
        told = _as_told(opened.inside)
        came.testimony, came.had = keep_account(envelope, told, opened.attachments, thread), True
        came.person = blind(f"{came.partner_id} {desk.person}", PERSON) if desk.person else ""
    testimony = _of(came)
    before, came.terms = came.terms, desk.model_dump(include=TERMS)
    if not came.adds_to:
        take_terms(testimony, before.get("agreed", []), came.terms["agreed"])
    _open_or_shut(came)
    detail = {"partner": str(came.partner_id)}
    if new:
        record(None, "share.came", testimony, detail)
    else:
        record(None, "share.terms_changed", testimony, detail)


def _keep_form(partner: Partner, desk: Between) -> PartnerForm | None:
    if desk.questionnaire is None:
        return None
    phone = strict_json.write(desk.questionnaire.members())
    kept, _ = PartnerForm.objects.get_or_create(
        partner=partner, sha256=digest(phone), defaults={"phone": phone.decode()}
    )
    return kept


def _paused(came: Came, envelope: Envelope, opened: Opened, desk: Between) -> None:
    _open_or_shut(came)
    if came.testimony is None:
        return
    if not came.adds_to:
        take_terms(came.testimony, came.terms.get("agreed", []), [])
    came.terms = {**came.terms, "agreed": []}
    record(None, "share.paused", came.testimony, {"partner": str(came.partner_id)})


def _erased(came: Came, envelope: Envelope, opened: Opened, desk: Between) -> None:
    """What was added to an account goes with it, whether that was said or not."""
    for added in list(_additions(came)):
        added.state, added.answer_due, added.changed_on = State.ERASED, True, today()
        _erased(added, envelope, opened, desk)
    came.terms, testimony = {}, came.testimony
    if testimony is None:
        return
    came.testimony = None
    came.save()
    subject = f"testimony:{testimony.pk}"
    erasing.erase_for_another_desk(testimony)
    record(None, "share.erased", subject, {"partner": str(came.partner_id)})


CARRY_OUT = {State.SHARED: _shared, State.PAUSED: _paused, State.ERASED: _erased}


def _of(came: Came) -> Testimony:
    if came.testimony is None:
        raise Problem("partners.no_such_share")
    return came.testimony


def _open_or_shut(came: Came) -> None:
    """Nobody may open what is paused, nor what was added to an account that is."""
    account = _account_of(came.partner, came.adds_to)
    paused = came.state == State.PAUSED or (account is not None and account.state == State.PAUSED)
    if came.testimony is not None:
        _shut(came.testimony, shut=paused)
    for added in _additions(came):
        _shut(_of(added), shut=paused or added.state == State.PAUSED)


def _account_of(partner: Partner | None, share: str | None) -> Came | None:
    """The account that something was added to, if it came already: messages come in no order."""
    return Came.objects.filter(partner=partner, share=share).first() if share else None


def _additions(came: Came) -> QuerySet[Came]:
    """What came of what was added to an account, and is here."""
    return Came.objects.filter(partner=came.partner, adds_to=came.share).exclude(testimony=None)


def _shut(testimony: Testimony, *, shut: bool) -> None:
    if testimony.shut != shut:
        testimony.shut = shut
        testimony.save(update_fields=["shut"])


def _as_told(inside: Inside) -> dict[str, Any]:
    """The account, or what was added to it, as this desk keeps it: without who passed it on."""
    kind = "account" if inside.text is None else "addition"
    return inside.model_copy(update={"kind": kind, "desk": None, "signed": None}).members()
