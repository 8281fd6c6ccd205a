"""A release of accounts as it would leave now: which still agree, what goes of each, what the leak check finds.

Everything is made anew each time, so that an account whose consent was taken back is out of it at once.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from amana.desk.models import User
from amana.release.sharing import additions
from amana.release.sharing.models import Chosen, Sharing
from amana.release.vault import Vault
from amana.sealing import strict_json
from amana.testimony import consents, policy
from amana.testimony.asked import form_told
from amana.testimony.cases import risks
from amana.testimony.models import Testimony
from amana.testimony.partners import keys, messages
from amana.testimony.partners.models import Share, State
from amana.testimony.partners.standing import COUNT, Terms, narrow, stands, terms_of

ADDED = "text"


@dataclass(frozen=True)
class Found:
    """A hit of the leak check: in which account, at which question, why, and a key for this hit in this text alone."""

    chosen: Chosen
    where: str
    reason: str
    key: str


@dataclass(frozen=True)
class Going:
    """One account as it would leave now: what of it, and on what terms."""

    chosen: Chosen
    terms: Terms
    extent: str
    inside: dict[str, Any]
    of: Share | None
    """Of what was added to an account: the share of that account."""


@dataclass(frozen=True)
class Draft:
    """A release as it would leave now: `out` are chosen accounts that may not go. `digest` changes with any of it."""

    going: tuple[Going, ...]
    out: tuple[Chosen, ...]
    found: tuple[Found, ...]
    digest: str

    @property
    def at_risk(self) -> bool:
        """Whether a reprisal is feared for anyone whose account would go: no more than that is said."""
        return risks.feared_for({one.chosen.testimony_id for one in self.going})


def can_be_chosen(user: User, sharing: Sharing) -> QuerySet[Testimony]:
    """What `user` may add: hers, agreed to for this purpose and this partner by name, not shared yet; and what was
    added to such an account that is shared.
    """
    partner = sharing.partner
    agreed = consents.agreeing_by_name(sharing.purpose, str(partner.name))
    rows = policy.among(user, "sharing.choose").filter(
        Q(kind=Testimony.Kind.ACCOUNT, pk__in=agreed) | additions.of(sharing, agreed)
    )
    shared = Share.objects.filter(partner=partner).exclude(state=State.ERASED).exclude(testimony=None)
    chosen = Chosen.objects.filter(sharing=sharing)
    return rows.exclude(pk__in=shared.values("testimony")).exclude(pk__in=chosen.values("testimony"))


def approved_of(sharing: Sharing) -> dict[str, list[str]]:
    """What approval allows for each account: purpose → with whom it may be shared in turn."""
    return {sharing.purpose: list(sharing.onward), **({COUNT: []} if sharing.counted else {})}


def make_draft(sharing: Sharing) -> Draft:
    """The release as it would leave now."""
    going, out = [], []
    for chosen in sharing.chosen.select_related("testimony__survivor").order_by("pk"):
        row = chosen.testimony
        of = additions.account_of(sharing, row)
        if of is not None:
            agreed = narrow(stands(of)[1], approved_of(sharing))
        else:
            agreed = terms_of(row, sharing.partner, approved_of(sharing)) if row.kind == Testimony.Kind.ACCOUNT else []
        held = Share.objects.filter(partner=sharing.partner, testimony=row).exclude(state=State.ERASED).exists()
        if row.shut or held or not any(term["purpose"] == sharing.purpose for term in agreed):
            out.append(chosen)
        else:
            extent = additions.extent_of(sharing, row)
            going.append(Going(chosen, agreed, extent, _inside(sharing, row, agreed, extent, of), of))
    return Draft(tuple(going), tuple(out), tuple(_search(going)), _digest(sharing, going))


def _inside(sharing: Sharing, row: Testimony, agreed: Terms, extent: str, of: Share | None) -> dict[str, Any]:
    """What would be in the envelope, but for what is drawn when it leaves."""
    desk = {"say": "share", "number": 1, "share": "A" * 22, "state": "shared", "adds_to": of.pk if of else None}
    return messages.account(sharing.partner, row, extent, agreed, desk).members()


def _digest(sharing: Sharing, going: list[Going]) -> str:
    value = {
        "partner": keys.fingerprint_of(sharing.partner),
        "name": str(sharing.partner.name),
        "going": [[one.chosen.testimony_id, one.inside] for one in going],
    }
    return hashlib.sha256(strict_json.canonical(value)).hexdigest()


def _search(going: list[Going]) -> Iterator[Found]:
    """Where names and numbers that the desk keeps stand in own words that would leave."""
    vault = Vault()
    for one in going:
        form = form_told(one.chosen.testimony)
        codes = {code["code"] for choices in (form["lists"] if form else {}).values() for code in choices}
        names = [("attachments", file["name"]) for file in one.inside["attachments"]]
        added = [(ADDED, one.inside["text"])] if one.of else []
        for where, text in [*_texts(one.inside["answers"], ""), *added, *names]:
            if text in codes:
                continue
            for reason, key in vault.hits(where, text, "sharing_settled.key"):
                yield Found(one.chosen, where, reason, key)


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{where}, {name}" if where else str(name))
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, where)
    elif isinstance(value, str):
        yield where, value
