"""An attachment as it may be seen or heard: made anew from what was sent, for one answer, and written nowhere.

What came is never handed on as it came. Ranges are honoured, since players ask for them.
"""

import re

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from amana.desk.actor import actor
from amana.desk.models import User
from amana.testimony import policy
from amana.testimony.cleaning import heard
from amana.testimony.cleaning.clean import clean, kind_of
from amana.testimony.custody.log import record
from amana.testimony.models import Attachment


def attachment(request: HttpRequest, pk: str, attachment: str) -> HttpResponse:
    """Its only part, the part that `?part=` names, or a page with all of them; `?voice=changed` moves the voice.

    For those who see own words; the same 404 for everyone else.
    """
    user = actor(request)
    row = policy.find(user, pk)
    found = row.attachments.filter(pk=attachment).defer("content").first()
    if found is None or not policy.sees_own_words(user, row):
        raise Http404
    media_type = row.told["attachments"][found.position]["type"]
    one = kind_of(media_type) in ("image", "audio")
    number = request.GET.get("part", "0" if one else "")
    asked = _asked(request)
    _note(user, found, start=_is_start(asked) and (one or not number))
    made = clean(found.pk, lambda: found.content, media_type, changed=request.GET.get("voice") == "changed")
    if not number:
        parts = [
            {"address": f"{request.path}?part={place}", "sound": kind.startswith("audio/")}
            for place, (kind, _) in enumerate(made.parts)
        ]
        return render(request, "testimony/attachment.html", {"row": row, "parts": parts, "of": made.of})
    if not (number.isascii() and number.isdigit() and int(number) < len(made.parts)):
        raise Http404
    return _sent(*made.parts[int(number)], asked)


def viewed(request: HttpRequest, user: User, attachment: Attachment, kind: str, content: bytes) -> HttpResponse:
    """A file that was made anew from an attachment before; that it was seen or heard is in the log."""
    asked = _asked(request)
    _note(user, attachment, start=_is_start(asked))
    return _sent(kind, content, asked)


def _note(user: User, attachment: Attachment, *, start: bool) -> None:
    """That it was seen or heard is in the log, wherever in it somebody begins."""
    if heard.begins(user.pk, attachment.pk, start=start):
        with transaction.atomic():
            record(user, "attachment.viewed", attachment)


def _is_start(asked: re.Match[str] | None) -> bool:
    return asked is None or int(asked[1]) == 0


def _asked(request: HttpRequest) -> re.Match[str] | None:
    """The range of bytes that a player asks for."""
    return re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))


def _sent(kind: str, content: bytes, asked: re.Match[str] | None) -> HttpResponse:
    start = int(asked[1]) if asked else 0
    end = min(int(asked[2]), len(content) - 1) if asked and asked[2] else len(content) - 1
    if asked and not start <= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    answer = HttpResponse(
        content[start : end + 1],
        status=206 if asked else 200,
        content_type=kind,
        headers={
            "Accept-Ranges": "bytes",
            "Content-Disposition": "inline",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
    if asked:
        answer.headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
    return answer
