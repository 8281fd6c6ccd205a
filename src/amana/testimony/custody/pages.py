"""The log as read at the desk: newest entries first and filtered, its check, and the files that may leave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.desk.qr import draw_qr
from amana.sealing import ed25519
from amana.sealing.ids import id_of
from amana.testimony.custody import lodging, mark, reading, saying
from amana.testimony.custody.actions import export_log, export_proof
from amana.testimony.custody.entry import PADDING
from amana.testimony.custody.keeping import audit
from amana.testimony.custody.models import Row, Signed
from amana.vocabulary import entries


def log(request: HttpRequest) -> HttpResponse:
    """The newest entries that are looked for, padding left out; `?before=N` goes on to older ones."""
    user = actor(request)
    require(user, "custody.read")
    wanted = reading.looked_for(request.GET)
    found = reading.read(wanted, _whole(request.GET.get("before", "")))
    named = reading.called(user, {thing for entry in found.entries for thing in saying.things_in(entry)})
    rows = [
        {
            "entry": entry,
            "says": saying.say_action(entry.action),
            "details": saying.say_details(entry, named),
            "who": named.get(entry.actor),
            "about": named.get(entry.subject),
            "thing": saying.say_thing(entry.subject),
        }
        for entry in found.entries
    ]
    filters = {name: value for name, value in vars(wanted).items() if value}
    context = {
        "rows": rows,
        "wanted": wanted,
        "filters": filters,
        "back_to": found.back_to,
        "older": urlencode({**filters, "before": found.before}) if found.before is not None else "",
        "people": [(f"user:{one.pk}", one.name) for one in User.objects.order_by("pk")],
        "kinds": [(code, saying.say_action(code)) for code in entries(saying.ACTIONS) if code != PADDING],
        "checkpoints": Signed.objects.order_by("-size")[:7],
        "covered": getattr(Signed.objects.order_by("-size").first(), "size", 0),
        "may_lodge": may(user, "custody.lodge"),
        "fingerprint": fingerprint(),
    }
    return render(request, "custody/log.html", context)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Check everything that is kept, and say where it is not as it was; or note why it was rewound."""
    user = actor(request)
    require(user, "custody.read")
    if request.POST.get("do") == "note":
        mark.note_rewind(user, request.POST.get("reason", ""))
        return redirect("custody:log")
    findings = [{"first": found.first, "last": found.last, "say": str(found.problem)} for found in audit()]
    context = {
        "findings": findings,
        "count": Row.objects.count(),
        "rewound": mark.rewound(),
        "may_note": may(user, "custody.lodge"),
    }
    return render(request, "custody/check.html", context)


def exported(request: HttpRequest, size: int) -> HttpResponse:
    """The log up to a checkpoint."""
    signed = get_object_or_404(Signed, size=size)
    return as_file(export_log(actor(request), signed), "custody.log")


def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """A checkpoint alone, with its cosignatures, for an outsider to keep."""
    require(actor(request), "custody.read")
    return as_file(lodging.with_cosignatures(get_object_or_404(Signed, size=size)), f"checkpoint-{size}.txt")


def printed(request: HttpRequest, size: int) -> HttpResponse:
    """A checkpoint as a page to print, to sign and to give away."""
    require(actor(request), "custody.read")
    signed = get_object_or_404(Signed, size=size)
    note = lodging.bare(signed).decode()
    context = {"signed": signed, "note": note, "qr": draw_qr(note, "QR"), "fingerprint": fingerprint()}
    return render(request, "custody/printed.html", context)


def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The proof of one entry."""
    row = get_object_or_404(Row, index=index)
    return as_file(export_proof(actor(request), row), f"entry-{index}.tlog-proof")


def fingerprint() -> str:
    """This desk's."""
    return id_of(ed25519.public_key(lock.keys.card))


def as_file(content: bytes, name: str) -> HttpResponse:
    """An answer that the browser keeps as a file."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=disposition)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
