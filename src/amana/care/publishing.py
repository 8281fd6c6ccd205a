"""The desk's card with its forms, places, directory and page manifest: made, put at the hub, and kept (spec/card.md).

What is not given is as in the card before, which may be at the hub alone (taking_up.py). Phones take the new one when
they next reach the hub.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from amana.care.actions import directory
from amana.care.media import read_media
from amana.care.questionnaires import keep_forms, keep_places, named_by
from amana.care.taking_up import newest_card
from amana.desk.lock import lock
from amana.desk.models import User
from amana.errors import Problem
from amana.sealing import bundle, card, codec, ed25519, keys, manifest, strict_json
from amana.sealing.link import link
from amana.testimony.custody.log import record
from amana.testimony.hub_client import Hub
from amana.testimony.mailboxes import held, own_fingerprint
from amana.testimony.models import Card

QUOTA = 4 << 30
"""Bytes that may wait in the mailbox: some 300,000 of the smallest envelopes."""


def publish_card(
    actor: User | None,
    hub: str | None = None,
    names: Mapping[str, str] | None = None,
    page: Path | None = None,
    per_day: int | None = None,
    recovery: str | None = None,
    forms: Sequence[Path] = (),
    places: Path | None = None,
    media: Path | None = None,
) -> Card:
    """Make the next card, put it and its files at `hub`, and keep it with its link.

    `names`: language → what the desk is called; `page`: the folder of the built phone page; `per_day`: draw a drop
    token good for so many drops a day, which ends the earlier ones; `recovery`: a second recipient; `forms`: XLSForms,
    of which the first is what a visitor is asked, those that come with Amana on the first card; `places`: a CSV;
    `media`: a folder of recorded prompts and pictures (media.py).
    """
    last = Card.objects.order_by("-serial").first()
    address = hub or (last.hub if last else "")
    if not address:
        raise Problem("care.first_card")
    there = Hub(address, lock.keys.card)
    before = newest_card(there, own_fingerprint(), read_card(last) if last else None)
    if not (names or before):
        raise Problem("care.first_card")
    if before and before.serial == strict_json.MOST:
        raise Problem("care.last_serial")
    named = _named(before, forms, places, page, media)
    token = card.new_token() if per_day else None
    said: dict[str, Any] = {"names": dict(names), "languages": list(names)} if names else {}
    if token and per_day:
        said["tokens"] = [card.TokenLimit(sha256=card.token_digest(token), per_day=per_day)]
    made = _next(before, recovery, {**named.members, **said})
    note = card.make(made, lock.keys.card)
    _bring(there, note, named.files, before)
    kept_link = last.link if last and there.address == last.hub and not token else ""
    with transaction.atomic():
        kept = Card.objects.create(
            serial=made.serial,
            note=note.decode(),
            hub=there.address,
            link=kept_link or link(there.address, made.fingerprint, token),
            day=date.fromisoformat(made.day),
        )
        record(actor, "card.published", kept)
    return kept


class _Named(NamedTuple):
    """What a card names: members of the card, and the files that they name by their hash, in the order they go."""

    members: dict[str, Any]
    files: list[bytes]


def _named(
    before: card.Card | None, forms: Sequence[Path], places: Path | None, page: Path | None, media: Path | None
) -> _Named:
    """Forms, places and directory as they are now; the page and what is recorded where they are given."""
    spoken = read_media(media, own_fingerprint(), lock.keys.card) if media else None
    signed = manifest.make(_files(page), own_fingerprint(), lock.keys.card) if page else None
    asked, gazetteer, found = keep_forms(forms, before), keep_places(places, before), directory()
    members: dict[str, Any] = {"forms": asked, "places": gazetteer, "directory": bundle.digest(found)}
    files = [*named_by(asked, gazetteer), found]
    if signed:
        members["page"] = bundle.digest(signed)
        files.append(signed)
    if spoken:
        members["pictures"] = bundle.digest(spoken.pictures) if spoken.pictures else None
        members["sounds"] = {language: bundle.digest(note) for language, note in spoken.sounds.items()}
        # The lists first: the hub takes the files that they name.
        files += [*filter(None, [spoken.pictures]), *spoken.sounds.values(), *spoken.files]
    return _Named(members, files)


def _next(before: card.Card | None, recovery: str | None, members: Mapping[str, Any]) -> card.Card:
    """The card after `before`: as that one was, but for the desk's keys as they are, its day, and these members."""
    second = recovery or lock.keys.recovery or (before.recipients[1] if before and len(before.recipients) > 1 else None)
    first: dict[str, Any] = {"names": {}, "languages": [], "pictures": None, "sounds": {}, "page": None, "tokens": []}
    return card.Card(
        **{
            **{name: getattr(before, name) if before else value for name, value in first.items()},
            "key": codec.base64url(ed25519.public_key(lock.keys.card)),
            "serial": before.serial + 1 if before else 1,
            "day": datetime.now(UTC).date().isoformat(),
            "mailbox": held()[0].id,
            "recipients": [keys.recipient_of(lock.keys.identities()[0]), *([second] if second else [])],
            "quota": QUOTA,
            **members,
        }
    )


def _bring(there: Hub, note: bytes, files: Sequence[bytes], before: card.Card | None) -> None:
    """Put the card at its hub, and then the files that it names; end a mailbox that nobody could look into."""
    there.put_card(own_fingerprint(), note)
    if before and before.mailbox not in {box.id for box in held()}:
        # Of a key that an older backup did not have: nobody could fetch what still came into it.
        there.end_mailbox(own_fingerprint(), before.mailbox)
    for data in files:
        there.put_file(own_fingerprint(), data)


def read_card(kept: Card) -> card.Card:
    """The members of a card that this desk published."""
    return card.read(kept.note.encode(), own_fingerprint())


def _files(folder: Path) -> dict[str, bytes]:
    """The files that the build lists in `page.txt`: those that the page needs, and nothing else that lies there."""
    try:
        lines = (folder / "page.txt").read_text("utf-8").splitlines()[1:]
        return {line[66:]: (folder / line[66:]).read_bytes() for line in lines}
    except OSError:
        raise Problem("care.no_page", folder=folder) from None
