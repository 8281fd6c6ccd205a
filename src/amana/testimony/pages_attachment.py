"""An attachment's bytes, decrypted for one answer and kept nowhere.

Only types on the list of `playing` are sent as what they are; anything else is an
opaque file to keep. Ranges are honoured, since players ask for them.
"""

import re

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from amana.testimony import policy
from amana.testimony.custody.log import record
from amana.testimony.pages import actor
from amana.testimony.playing import plays


def attachment(request: HttpRequest, pk: str, attachment: str) -> HttpResponse:
    """The attachment, for those who see own words; the same 404 for everyone else."""
    user = actor(request)
    row = policy.find(user, pk)
    found = row.attachments.filter(pk=attachment).first()
    if found is None or not policy.sees_own_words(user, row):
        raise Http404
    described = row.told["attachments"][found.position]
    shown = plays(described["type"]) != "file"
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
    start = int(asked[1]) if asked else 0
    if start == 0:
        with transaction.atomic():
            record(user, "attachment.viewed", found)
    content: bytes = found.content
    end = min(int(asked[2]), len(content) - 1) if asked and asked[2] else len(content) - 1
    if asked and not start <= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    answer = HttpResponse(
        content[start : end + 1],
        status=206 if asked else 200,
        content_type=described["type"] if shown else "application/octet-stream",
        headers={
            "Accept-Ranges": "bytes",
            "Content-Disposition": "inline" if shown else f'attachment; filename="{row.code}-{found.position + 1}.bin"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
    if asked:
        answer.headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
    return answer
