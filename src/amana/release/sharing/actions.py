"""Drafting, choosing, resolving, approving: the one door, for accounts. Each a transaction with its log entry."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.release.actions import check_why
from amana.release.sharing.additions import added_since, extent_of, undecided
from amana.release.sharing.drafting import Draft, Found, Going, can_be_chosen, make_draft
from amana.release.sharing.models import Chosen, Settled, Sharing, Stays
from amana.testimony import policy
from amana.testimony.consents import today
from amana.testimony.custody.log import logged, record
from amana.testimony.custody.tie import TOLD
from amana.testimony.models import Testimony
from amana.testimony.partners import copies, messages
from amana.testimony.partners.leaving_out import LEFT_OUT
from amana.testimony.partners.models import Partner, Share, State
from amana.testimony.partners.standing import COUNT
from amana.vocabulary import entries

LONGEST_NAME, MOST_NAMES = 200, 20
ORIGINALS = "all"
"""The extent by which files go as they came."""


@logged("sharing.drafted")
def start(actor: User, partner: Partner, fields: Mapping[str, Any]) -> Sharing:
    """A new draft. `fields`: purpose, extent, counted, onward (names, one a line), and why originals must go, if so."""
    require(actor, "sharing.draft")
    _must_be_in_force(partner)
    purposes = entries("purposes")
    if fields["purpose"] not in purposes or not purposes[fields["purpose"]].facts["shares"]:
        raise Problem("release.not_a_purpose")
    if fields["extent"] not in LEFT_OUT:
        raise Problem("sharing.no_such_extent")
    why = str(fields.get("why", "")).strip()
    if fields["extent"] == ORIGINALS and not why:
        raise Problem("sharing.reason_needed")
    return Sharing.objects.create(
        partner=partner,
        purpose=fields["purpose"],
        extent=fields["extent"],
        why=why if fields["extent"] == ORIGINALS else "",
        counted=bool(fields["counted"]),
        onward=read_names(str(fields["onward"])),
        made_by=actor,
    )


def read_names(lines: str) -> list[str]:
    """The names that somebody typed, one a line, each once. `sharing.bad_names` for too many, or one too long."""
    names = list(dict.fromkeys(" ".join(line.split()) for line in lines.splitlines() if line.strip()))
    if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME or not name.isprintable() for name in names):
        raise Problem("sharing.bad_names", most=MOST_NAMES, longest=LONGEST_NAME)
    return names


def choose(actor: User, sharing: Sharing, testimony: Testimony) -> Chosen:
    """Add an account that one looks after, and that was agreed to for this purpose and this partner by name; or what
    was added to one that is shared. Its files are made anew first, where they go so.
    """
    _may_choose(actor, sharing, testimony)
    copies.make(testimony, extent_of(sharing, testimony))
    return _choose(actor, sharing, testimony)


@logged("sharing.account_chosen", subject="testimony")
def _choose(actor: User, sharing: Sharing, testimony: Testimony) -> Chosen:
    _may_choose(actor, sharing, testimony)
    return Chosen.objects.create(sharing=sharing, testimony=testimony, by=actor)


def _may_choose(actor: User, sharing: Sharing, testimony: Testimony) -> None:
    policy.require_with(actor, "sharing.choose", testimony)
    _must_be_draft(sharing)
    if not can_be_chosen(actor, sharing).filter(pk=testimony.pk).exists():
        raise Problem("sharing.not_agreed")


def start_of_added(actor: User, share: Share) -> Sharing:
    """A draft with all that was added since to an account that is shared, on the terms on which that is; files go made
    anew, also where those of the account went as they came.
    """
    if share.of_id or share.testimony is None or share.state == State.ERASED:
        raise Problem("partners.no_such_share")
    policy.require_with(actor, "sharing.choose", share.testimony)
    purpose, onward = next(one for one in share.approved.items() if one[0] != COUNT)
    extent = "anew" if share.extent == ORIGINALS else share.extent
    fields = {"purpose": purpose, "extent": extent, "counted": COUNT in share.approved, "onward": "\n".join(onward)}
    made = start(actor, share.partner, fields)
    for row in can_be_chosen(actor, made).filter(pk__in=added_since(share)):
        choose(actor, made, row)
    return made


@transaction.atomic
def leave_here(actor: User, share: Share, added: Collection[str]) -> None:
    """Say of what was added to a shared account (ids) that it stays here: nobody is reminded of it any more.

    It can be shared later all the same. What nobody need decide on is passed over.
    """
    waiting = undecided(actor)
    for row in Testimony.objects.filter(pk__in=[pk for pk in added if share.pk in waiting.get(pk, ())]):
        _leave_here(actor, share, row)


@logged("sharing.addition_stays", subject="testimony")
def _leave_here(actor: User, share: Share, testimony: Testimony) -> Stays:
    return Stays.objects.create(share=share, testimony=testimony, by=actor, on=today())


@logged("sharing.account_left_out", subject="testimony")
def leave_out(actor: User, sharing: Sharing, testimony: Testimony) -> None:
    """Take an account out of a draft."""
    policy.require_with(actor, "sharing.choose", testimony)
    _must_be_draft(sharing)
    for chosen in sharing.chosen.filter(testimony=testimony):
        chosen.settled.all().delete()
        chosen.delete()


@logged("sharing.hit_resolved", subject="sharing")
def resolve(actor: User, sharing: Sharing, key: str, why: str) -> Settled:
    """Say why a hit of the leak check is no leak. It holds for that very text alone."""
    require(actor, "sharing.draft")
    _must_be_draft(sharing)
    hits = {hit.key: hit for hit in make_draft(sharing).found}
    check_why(hits, key, why)
    hit = hits[key]
    policy.require_with(actor, "testimony.words", hit.chosen.testimony)
    return Settled.objects.get_or_create(chosen=hit.chosen, key=key, defaults={"why": why.strip(), "by": actor})[0]


def unresolved(draft: Draft) -> list[Found]:
    """The hits that nobody has resolved yet."""
    return [hit for hit in draft.found if not hit.chosen.settled.filter(key=hit.key).exists()]


@logged("sharing.approved", subject="sharing", detail=("digest",))
def approve(actor: User, sharing: Sharing, digest: str, *, heeded: bool = False) -> list[Share]:
    """Let the accounts leave as they were read: a second person, no open hit, and nothing changed since.

    `heeded`: that a reprisal is feared for somebody was read, where that is so. They go when the hub is next reached.
    """
    require(actor, "sharing.approve")
    sharing = Sharing.objects.select_for_update().get(pk=sharing.pk)
    _must_be_draft(sharing)
    _must_be_in_force(sharing.partner)
    if actor.pk in {sharing.made_by_id, *sharing.chosen.values_list("by", flat=True)}:
        raise Problem("release.second_person")
    draft = make_draft(sharing)
    if not draft.going:
        raise Problem("sharing.nothing_goes")
    if draft.digest != digest:
        raise Problem("release.changed")
    if unresolved(draft):
        raise Problem("release.leak")
    if draft.at_risk and not heeded:
        raise Problem("release.risk_unread")
    sharing.approved_by, sharing.approved_at = actor, timezone.now()
    sharing.save()
    return [_share(actor, sharing, one) for one in draft.going]


def _share(actor: User, sharing: Sharing, one: Going) -> Share:
    """One account leaves. That it can be sealed is tried here, where a person can still leave something out."""
    testimony = one.chosen.testimony
    try:
        share = Share.objects.create(
            partner=sharing.partner,
            testimony=testimony,
            of=one.of,
            approved={term["purpose"]: term["onward"] for term in one.terms},
            extent=one.extent,
            agreed=one.terms,
            number=1,
            next=today(),
            by=actor,
            on=today(),
        )
    except IntegrityError:
        raise Problem("release.changed") from None
    messages.sealed(sharing.partner, *messages.statement(share))
    tied = [tie.value for tie in copies.ties(testimony, one.extent)]
    record(actor, "share.approved", testimony, {"share": share.pk, **({TOLD: tied} if tied else {})})
    return share


def _must_be_draft(sharing: Sharing) -> None:
    if sharing.approved:
        raise Problem("release.frozen")


def _must_be_in_force(partner: Partner) -> None:
    if partner.ended_on or not partner.confirmed_on or not partner.heard:
        raise Problem("partners.not_in_force")
