"""Lodging checkpoints outside: with desks that countersign, with a time-stamp service; and keeping those of others."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from amana.desk.actor import actor
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing.ids import id_of
from amana.testimony.custody import cosign, lodging
from amana.testimony.custody.models import Cosigner, OtherLog, Signed
from amana.testimony.custody.pages import as_file, fingerprint


def lodge(request: HttpRequest) -> HttpResponse:
    """What is lodged where, what is kept for others, and the keys to exchange; a POST keeps another desk's key."""
    user = actor(request)
    require(user, "custody.lodge")
    if request.method == "POST":
        keep = lodging.keep_cosigner if request.POST.get("do") == "cosigner" else lodging.keep_other_log
        keep(user, request.POST.get("label", ""), request.POST.get("key", ""))
        return redirect("custody:lodge")
    log, cosigner = lodging.own_keys()
    checkpoints = Signed.objects.order_by("-size")[:14]
    context = {
        "newest": checkpoints[0] if checkpoints else None,
        "rows": [
            {"signed": one, "lodged": one.lodged.select_related("cosigner").order_by("pk")} for one in checkpoints
        ],
        "cosigners": [
            {"row": row, "fingerprint": id_of(cosign.read_key(row.key, cosign.COSIGNER).public)}
            for row in Cosigner.objects.order_by("pk")
        ],
        "others": [
            {"row": row, "newest": row.seen.order_by("-size").first(), "fingerprint": _of_log(row)}
            for row in OtherLog.objects.order_by("pk")
        ],
        "log_key": log.text(),
        "cosigner_key": cosigner.text(),
        "cosigner_fingerprint": id_of(cosigner.public),
        "fingerprint": fingerprint(),
        "service": bool(settings.DESK_TIMESTAMP_URL),
    }
    return render(request, "custody/lodge.html", context)


def ask(request: HttpRequest, size: int, cosigner: int) -> HttpResponse:
    """The request for a cosigner, to be carried there."""
    signed, row = get_object_or_404(Signed, size=size), get_object_or_404(Cosigner, pk=cosigner)
    return as_file(lodging.ask_cosigner(actor(request), signed, row), f"countersign-{size}.txt")


@require_POST
def answered(request: HttpRequest, size: int, cosigner: int) -> HttpResponse:
    """Keep what a cosigner answered."""
    signed, row = get_object_or_404(Signed, size=size), get_object_or_404(Cosigner, pk=cosigner)
    lodging.keep_cosignature(actor(request), signed, row, _uploaded(request))
    return redirect("custody:lodge")


@require_POST
def countersign(request: HttpRequest, other: int) -> HttpResponse:
    """Check another desk's request; the answer is a file, to be carried back."""
    row = get_object_or_404(OtherLog, pk=other)
    return as_file(lodging.countersign(actor(request), row, _uploaded(request)).encode(), "cosignature.txt")


@require_POST
def stamp(request: HttpRequest, size: int) -> HttpResponse:
    """Ask the time-stamp service about a checkpoint now."""
    lodging.stamp(actor(request), get_object_or_404(Signed, size=size))
    return redirect("custody:lodge")


def stamped(request: HttpRequest, size: int) -> HttpResponse:
    """The service's answer, as a file."""
    require(actor(request), "custody.read")
    kept = get_object_or_404(Signed, size=size).lodged.filter(cosigner=None).first()
    if kept is None:
        raise Http404
    return as_file(bytes(kept.content), f"checkpoint-{size}.tsr")


@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Whether the log still has, at its beginning, a checkpoint that somebody kept outside."""
    user = actor(request)
    require(user, "custody.read")
    try:
        head, wrong = lodging.compare(user, _uploaded(request)), ""
    except Problem as problem:
        head, wrong = None, problem.say()
    return render(request, "custody/compared.html", {"head": head, "wrong": wrong}, status=409 if wrong else 200)


def _uploaded(request: HttpRequest) -> bytes:
    """The file that was sent along, or the text that was typed in its stead."""
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return bytes(file.read(lodging.LONGEST + 1))
    return request.POST.get("text", "").replace("\r\n", "\n").encode()


def _of_log(row: OtherLog) -> str:
    return id_of(cosign.read_key(row.key, cosign.LOG).public)
