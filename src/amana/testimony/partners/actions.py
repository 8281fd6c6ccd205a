"""What is done about partner desks. Each function is one transaction, with its entry in the custody log.

Sharing itself is a release, and is in `amana.release.sharing`.
"""

from django.db import transaction
from django.db.models import Q, QuerySet

from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.hub.one_file import take_apart
from amana.sealing import card
from amana.testimony import policy
from amana.testimony.consents import today
from amana.testimony.custody.log import logged
from amana.testimony.custody.tie import Tie
from amana.testimony.hub_client import Hub
from amana.testimony.partners import copies, keys
from amana.testimony.partners.models import Partner, Share, State

LONGEST_NAME = 200


def fetch_card(link: str) -> bytes:
    """The card that a link's hub serves for its fingerprint. Raises as `card.read` does, and as the hub's calls."""
    address, handed = take_apart(link.strip())
    note = Hub(address, lock.keys.card).card(handed.fingerprint)
    card.read(note, handed.fingerprint)
    return note


@logged("partner.added")
def add(actor: User, name: str, link: str, note: bytes) -> Partner:
    """Note another organisation's desk by its link and its card. Nothing is shared with it before it is confirmed.

    `name`: what people are asked about when they consent to sharing with it; no two partners have the same. One that
    was ended may come again: it stays ended until its digits were compared anew.
    """
    require(actor, "partner.keep")
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise Problem("partners.name_needed", most=LONGEST_NAME)
    if any(str(other.name).casefold() == plain.casefold() for other in _present()):
        raise Problem("partners.name_taken")
    _, handed = take_apart(link.strip())
    read = card.read(note, handed.fingerprint)
    if handed.fingerprint == keys.own_fingerprint():
        raise Problem("partners.this_desk")
    index = keys.index_of(card.key_of(read))
    if _present().filter(key_index=index).exists():
        raise Problem("partners.known_already")
    made = Partner.objects.filter(key_index=index).first() or Partner(key_index=index, key=read.key)
    made.name, made.link, made.card = plain, link.strip(), note.decode()
    made.added_by, made.added_on, made.again = actor, today(), made.ended_on is not None
    made.save()
    return made


def _present() -> QuerySet[Partner]:
    """Those that are partners, or wait to be."""
    return Partner.objects.filter(Q(ended_on=None) | Q(again=True))


@logged("partner.confirmed", subject="partner")
def confirm(actor: User, partner: Partner) -> Partner:
    """A second person has compared the digits by voice, and they are the same. The other desk is greeted."""
    require(actor, "partner.keep")
    if not partner.to_compare:
        raise Problem("partners.nothing_to_confirm")
    if partner.added_by_id == actor.pk:
        raise Problem("partners.second_person")
    # What was shared before it was ended is to be erased there, whether this desk came to say so or not.
    Share.objects.filter(partner=partner).exclude(state=State.ERASED).update(taken_back=True)
    partner.confirmed_by, partner.confirmed_on, partner.greet_on = actor, today(), today()
    partner.ended_on, partner.again, partner.heard = None, False, False
    partner.save()
    return partner


@logged("partner.ended", subject="partner")
def end(actor: User, partner: Partner) -> Partner:
    """It is a partner no more: all that was shared with it is to be erased there, for good.

    What came from it stays, on the terms on which it came, and what it still ends is carried out.
    """
    require(actor, "partner.end")
    if partner.ended_on and not partner.again:
        raise Problem("partners.nothing_to_end")
    partner.ended_on, partner.again, partner.greet_on = today(), False, None
    partner.save(update_fields=["ended_on", "again", "greet_on"])
    return partner


@logged("partner.asked_anew", subject="partner")
def ask_anew(actor: User, partner: Partner) -> Partner:
    """Ask the other desk to say again what holds of all that it shared: after a backup was put back here, for one."""
    require(actor, "partner.keep")
    if partner.ended_on or not partner.confirmed_on:
        raise Problem("partners.not_in_force")
    partner.heard, partner.greet_on = False, today()
    partner.save(update_fields=["heard", "greet_on"])
    return partner


@transaction.atomic
def hand_out_tie(actor: User, share: Share, number: int) -> bytes:
    """The file that ties copy `number` (from 1) of those that went to its original. Whoever looks after it may."""
    if share.testimony is None:
        raise Problem("partners.no_such_share")
    policy.require_with(actor, "testimony.handle", share.testimony)
    tied = copies.ties(share.testimony, share.extent)
    if not 1 <= number <= len(tied):
        raise Problem("partners.no_such_share")
    return _hand_out_tie(actor, share, number, tied[number - 1])


@logged("share.tie_given", subject="share", detail=("number",))
def _hand_out_tie(actor: User, share: Share, number: int, tie: Tie) -> bytes:
    return tie.to_bytes()


@transaction.atomic
def take_back(actor: User, share: Share) -> Share:
    """End a share whatever was agreed: the other desk is told to erase it, when this desk next reaches its hub."""
    if share.testimony is None or share.state == State.ERASED:
        raise Problem("partners.no_such_share")
    policy.require_with(actor, "sharing.take_back", share.testimony)
    return _take_back(actor, share)


@logged("share.taken_back", subject="share")
def _take_back(actor: User, share: Share) -> Share:
    share.taken_back = True
    share.save(update_fields=["taken_back"])
    return share
