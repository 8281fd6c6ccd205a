"""An account that broke off, from its sealed pieces (spec/page.md, Drafts). Plain data in, plain data out.

The pieces come together, in a parcel of their own. Nothing of them is left out: what cannot be joined stands by itself.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from amana.sealing.envelope import Attachment, Opened, attachment_of

STRETCH = re.compile(r"(?P<recording>.+)\.(?P<at>0|[1-9]\d{0,5})\.(?P<subtype>[^.]+)", re.DOTALL)


class Stretch(NamedTuple):
    """What one piece brought of a recording, and the number of that piece."""

    number: int
    described: Attachment
    content: bytes


def is_draft(pieces: Sequence[Opened]) -> bool:
    """Whether all are pieces of one and the same draft."""
    ids = {opened.inside.draft.id if opened.inside.draft else None for opened in pieces}
    return len(ids) == 1 and all(opened.inside.kind == "draft" for opened in pieces)


def join(pieces: Sequence[Opened]) -> Opened:
    """One unfinished account: the newest answers, and each recording in one.

    Of two stretches of one name the one with the higher number is the newer; stretches are joined in order up to the
    first gap, and what is behind a gap keeps its own name.
    """
    newest = max(pieces, key=_number).inside
    stretches: dict[str, Stretch] = {}
    for opened in sorted(pieces, key=_number):
        for described, content in zip(opened.inside.attachments, opened.attachments, strict=True):
            stretches[described.name] = Stretch(_number(opened), described, content)
    joined = [
        (attachment_of(name, described.type, content), content) for name, described, content in _joined(stretches)
    ]
    inside = newest.model_copy(update={"attachments": [described for described, _ in joined]})
    return Opened(inside, [content for _, content in joined])


def _joined(stretches: dict[str, Stretch]) -> list[tuple[str, Attachment, bytes]]:
    recordings: dict[str, list[tuple[str, Attachment, bytes]]] = {}
    for name, (_, described, content) in sorted(stretches.items(), key=lambda item: _order(item[0])):
        found = STRETCH.fullmatch(name)
        recording = f"{found['recording']}.{found['subtype']}" if found else name
        before = recordings.setdefault(recording, [])
        if found and int(found["at"]) == sum(bool(STRETCH.fullmatch(each[0])) for each in before):
            before.append((name, described, content))
        else:
            recordings[name] = [(name, described, content)]
    return [
        (recording, parts[0][1], b"".join(content for _, _, content in parts))
        for recording, parts in recordings.items()
        if parts
    ]


def _order(name: str) -> tuple[str, int]:
    found = STRETCH.fullmatch(name)
    return (f"{found['recording']}.{found['subtype']}", int(found["at"])) if found else (name, 0)


def _number(opened: Opened) -> int:
    return opened.inside.draft.number if opened.inside.draft else 0
