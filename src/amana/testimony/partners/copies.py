"""Attachments made anew (spec/attachments.md), kept so that what a second person approved is what goes.

A copy is made once for an attachment, with its voices changed or not, sealed in its column beside it, and goes with it.
What cannot be made anew has none, and stays here.
"""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from amana.errors import Problem
from amana.sealing.desks import SALT
from amana.sealing.envelope import attachment_of
from amana.testimony.cleaning.clean import clean
from amana.testimony.custody.tie import Tie
from amana.testimony.models import Attachment, Testimony
from amana.testimony.partners.leaving_out import AS_THEY_CAME, FILES, LEFT_OUT, Files, as_they_came
from amana.testimony.partners.models import Copy

CHANGED = {"voice": True, "anew": False}
"""Code of vocabulary/share_extents.yaml → whether voices are changed; of others nothing is made anew."""
ENDINGS = {"image/jpeg": "jpg", "audio/ogg": "ogg"}


def make(testimony: Testimony, extent: str) -> None:
    """Make the copies that this extent needs. Takes seconds for each file, so it is called outside a transaction.

    `attachment.no_guard` where nothing can be made safely.
    """
    if extent not in CHANGED:
        return
    changed = CHANGED[extent]
    for row in testimony.attachments.exclude(copies__changed=changed).defer("content").order_by("position"):
        copies = [Copy(attachment=row, changed=changed, part=0)]
        made = _made(row, testimony.told["attachments"][row.position]["type"], changed)
        for part, (media_type, content) in enumerate(made):
            many = f"-{part + 1}" if len(made) > 1 else ""
            name = f"{row.position + 1}{many}.{ENDINGS[media_type]}"
            told = attachment_of(name, media_type, content).model_dump()
            salt = secrets.token_bytes(SALT)
            copies[part:] = [Copy(attachment=row, changed=changed, part=part, told=told, content=content, salt=salt)]
        Copy.objects.bulk_create(copies, ignore_conflicts=True)


def _made(row: Attachment, media_type: str, changed: bool) -> Sequence[tuple[str, bytes]]:
    try:
        return clean(row.pk, lambda: bytes(row.content), media_type, changed=changed).parts
    except Problem as problem:
        if problem.code in ("attachment.not_opened", "attachment.not_shown"):
            return ()
        raise


def copies_of(testimony: Testimony, extent: str) -> QuerySet[Copy]:
    """The copies that go, or are known not to be (`told` is empty), in the order of the attachments."""
    rows = Copy.objects.filter(attachment__testimony=testimony, changed=CHANGED[extent])
    return rows.select_related("attachment").order_by("attachment__position", "part")


def in_place(testimony: Testimony, extent: str) -> Files:
    """Name of each attachment → what is said of what goes in its place; what does not go is not there."""
    if FILES in LEFT_OUT[extent]:
        return {}
    if extent not in CHANGED:
        return as_they_came(testimony.told)
    found: dict[str, list[dict[str, Any]]] = {}
    for copy in copies_of(testimony, extent).defer("content"):
        if copy.told:
            name = testimony.told["attachments"][copy.attachment.position]["name"]
            found.setdefault(name, []).append(copy.told)
    return found


def contents(testimony: Testimony, extent: str) -> Iterator[bytes]:
    """The bytes of all that `in_place` says goes, in its order."""
    if FILES in LEFT_OUT[extent]:
        return
    if extent in CHANGED:
        yield from (bytes(copy.content) for copy in copies_of(testimony, extent) if copy.told)
    else:
        yield from (bytes(row.content) for row in testimony.attachments.order_by("position"))


def ties(testimony: Testimony, extent: str) -> list[Tie]:
    """What ties each file that goes to its original, in their order; none where originals go, or no files."""
    if FILES in LEFT_OUT[extent] or extent not in CHANGED:
        return []
    going = [copy for copy in copies_of(testimony, extent).defer("content") if copy.told]
    if not all(copy.salt for copy in going):
        return []
    files = testimony.told["attachments"]
    return [Tie(bytes(copy.salt), files[copy.attachment.position]["sha256"], copy.told["sha256"]) for copy in going]


def way_of(extent: str) -> str:
    """What the receiving desk is told of the files that come (`files` of spec/sharing.md)."""
    return extent if extent in CHANGED else AS_THEY_CAME
