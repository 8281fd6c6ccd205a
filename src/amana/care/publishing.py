"""The desk's card with its forms, places, directory and page manifest: made, put at the hub, and kept (spec/card.md).

What is not given is as in the card before, which may be at the hub alone (taking_up.py). Phones take the new one when
they next reach the hub.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from amana.care.actions import directory
from amana.care.media import read_media
from amana.care.questionnaires import keep_forms, keep_places, named_by
from amana.care.taking_up import newest_card
from amana.desk.lock import lock
from amana.desk.models import User
from amana.errors import Problem
from amana.sealing import bundle, card, codec, ed25519, keys, manifest, strict_json
from amana.sealing.ids import id_of
from amana.sealing.link import link
from amana.testimony.custody.log import record
from amana.testimony.hub_client import Hub
from amana.testimony.mailboxes import held
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
    seed = lock.keys.card
    public = ed25519.public_key(seed)
    fingerprint = id_of(public)
    there = Hub(address, seed)
    before = newest_card(there, fingerprint, read_card(last) if last else None)
    if not (names or before):
        raise Problem("care.first_card")
    if before and before.serial == strict_json.MOST:
        raise Problem("care.last_serial")
    token = card.new_token() if per_day else None
    spoken = read_media(media, fingerprint, seed) if media else None
    signed_page = manifest.make(_files(page), fingerprint, seed) if page else None
    asked = keep_forms(forms, before)
    gazetteer = keep_places(places, before)
    found = directory()
    files = [*named_by(asked, gazetteer), found, *([signed_page] if signed_page else [])]
    second = recovery or lock.keys.recovery or (before.recipients[1] if before and len(before.recipients) > 1 else None)
    named = dict(names or (before.names if before else {}))
    today = datetime.now(UTC).date()
    made = card.Card(
        key=codec.base64url(public),
        serial=before.serial + 1 if before else 1,
        day=today.isoformat(),
        names=named,
        languages=list(named),
        mailbox=held()[0].id,
        recipients=[keys.recipient_of(lock.keys.identities()[0]), *([second] if second else [])],
        forms=asked,
        directory=bundle.digest(found),
        places=gazetteer,
        pictures=_digest(spoken.pictures) if spoken else before.pictures if before else None,
        sounds={language: bundle.digest(note) for language, note in spoken.sounds.items()}
        if spoken
        else before.sounds
        if before
        else {},
        page=bundle.digest(signed_page) if signed_page else (before.page if before else None),
        tokens=[card.TokenLimit(sha256=card.token_digest(token), per_day=per_day)]
        if token and per_day
        else (before.tokens if before else []),
        quota=QUOTA,
    )
    note = card.make(made, seed)
    there.put_card(fingerprint, note)
    if before and before.mailbox not in {box.id for box in held()}:
        # Of a key that an older backup did not have: nobody could fetch what still came into it.
        there.end_mailbox(fingerprint, before.mailbox)
    for data in files:
        there.put_file(fingerprint, data)
    if spoken:
        # The lists first: the hub takes the files that they name.
        for data in [*filter(None, [spoken.pictures]), *spoken.sounds.values(), *spoken.files]:
            there.put_file(fingerprint, data)
    handed = link(there.address, fingerprint, token) if token or not last or there.address != last.hub else last.link
    with transaction.atomic():
        kept = Card.objects.create(serial=made.serial, note=note.decode(), hub=there.address, link=handed, day=today)
        record(actor, "card.published", kept)
    return kept


def _digest(note: bytes | None) -> str | None:
    return bundle.digest(note) if note else None


def read_card(kept: Card) -> card.Card:
    """The members of a card that this desk published."""
    return card.read(kept.note.encode(), id_of(ed25519.public_key(lock.keys.card)))


def _files(folder: Path) -> dict[str, bytes]:
    """The files that the build lists in `page.txt`: those that the page needs, and nothing else that lies there."""
    try:
        lines = (folder / "page.txt").read_text("utf-8").splitlines()[1:]
        return {line[66:]: (folder / line[66:]).read_bytes() for line in lines}
    except OSError:
        raise Problem("care.no_page", folder=folder) from None
