"""Drafting, resolving, approving, handing over: the one door. Each one a transaction with its custody-log entry."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.release.drafting import Found, make_draft, read_outline
from amana.release.models import Counted, File, Quoted, Release, Resolution
from amana.release.signing import sign_files
from amana.testimony.cases.risks import feared_for
from amana.testimony.custody.log import logged, take_turn
from amana.vocabulary import entries

FIELDS = ("purpose", "recipient", "outline", "with_accounts", "place", "first_day", "last_day")


@logged("release.drafted")
def start(actor: User, fields: Mapping[str, Any]) -> Release:
    """A new draft."""
    require(actor, "release.draft")
    return _write(Release(made_by=actor), fields)


@logged("release.redrafted", subject="release")
def redraft(actor: User, release: Release, fields: Mapping[str, Any]) -> Release:
    """Change a draft; whoever changes it is its author from then on, and cannot approve it."""
    require(actor, "release.draft")
    _must_be_draft(release)
    release.made_by = actor
    return _write(release, fields)


def _write(release: Release, fields: Mapping[str, Any]) -> Release:
    for name in FIELDS:
        setattr(release, name, fields[name])
    if release.purpose not in entries("purposes") or not entries("purposes")[release.purpose].facts["shares"]:
        raise Problem("release.not_a_purpose")
    if not release.recipient.strip():
        raise Problem("release.recipient_needed")
    read_outline(release.outline)
    release.save()
    return release


@logged("release.hit_resolved", subject="release")
def resolve(actor: User, release: Release, key: str, why: str) -> Resolution:
    """Say why a hit of the leak check is no leak. It holds for that very text alone."""
    require(actor, "release.draft")
    _must_be_draft(release)
    check_why({hit.key for hit in make_draft(release).found}, key, why)
    resolution, _ = Resolution.objects.get_or_create(
        release=release, key=key, defaults={"why": why.strip(), "by": actor}
    )
    return resolution


def check_why(keys: Collection[str], key: str, why: str) -> None:
    """Refuse no reason (`release.why_needed`), and a hit that is none of those that are found now by these keys."""
    if not why.strip():
        raise Problem("release.why_needed")
    if key not in keys:
        raise Problem("release.changed")


def unresolved(release: Release, found: tuple[Found, ...]) -> list[Found]:
    """The hits that nobody has resolved yet."""
    settled = set(release.resolutions.values_list("key", flat=True))
    return [hit for hit in found if hit.key not in settled]


@logged("release.approved", subject="release", detail=("digest",))
def approve(actor: User, release: Release, digest: str, *, heeded: bool = False) -> Release:
    """Let it leave as it was read: a second person, no open hit, and nothing changed since (`digest` of the draft).

    `heeded`: that a reprisal is feared for somebody whose account is counted was read, where that is so.

    The files are made, kept and signed here, once.
    """
    require(actor, "release.approve")
    release = Release.objects.select_for_update().get(pk=release.pk)
    _must_be_draft(release)
    if actor.pk == release.made_by_id:
        raise Problem("release.second_person")
    draft = make_draft(release, draft=False)
    if draft.digest != digest:
        raise Problem("release.changed")
    if unresolved(release, draft.found):
        raise Problem("release.leak")
    files = draft.files()
    # Whoever takes a consent back writes into the log: from here on nobody does, and nothing of this is stale.
    take_turn()
    draft = make_draft(release, draft=False)
    if draft.digest != digest or unresolved(release, draft.found):
        raise Problem("release.changed")
    accounts = draft.accounts()
    if feared_for(accounts) and not heeded:
        raise Problem("release.risk_unread")
    Counted.objects.bulk_create(Counted(release=release, testimony_id=account) for account in sorted(accounts))
    Quoted.objects.bulk_create(Quoted(release=release, estimation=row) for row in draft.quoted())
    for name, content in files.items():
        File.objects.create(release=release, name=name, sha256=hashlib.sha256(content).hexdigest(), content=content)
    release.approved_by, release.approved_at = actor, timezone.now()
    release.note = sign_files(release.pk, release.purpose, files, lock.keys.card)
    release.save()
    return release


@logged("release.taken", subject="release", detail=("name",))
def take(actor: User, release: Release, name: str) -> bytes:
    """The bytes of an approved release's file, or of `release.note`, to hand over. `release.not_released` otherwise."""
    require(actor, "release.read")
    if not release.approved:
        raise Problem("release.not_released")
    if name == "release.note":
        return bytes(release.note)
    found = release.files.filter(name=name).first()
    if found is None:
        raise Problem("release.not_released")
    return bytes(found.content)


def _must_be_draft(release: Release) -> None:
    if release.approved:
        raise Problem("release.frozen")
