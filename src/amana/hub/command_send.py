"""`./amana send FILE … LINK`: send sealed files that were carried by hand to the desk of a link."""

import argparse
import json
import urllib.error
import urllib.request
from pathlib import Path

from amana.errors import Problem
from amana.hub import one_file
from amana.hub.command_page import _fetch as fetch
from amana.hub.origins import KEPT
from amana.hub.work import solved
from amana.sealing import card, envelope
from amana.sealing.armor import unarmored
from amana.sealing.ids import id_of
from amana.sealing.parts import split

PATIENCE = 90
BOX = "/v1/mailboxes/{mailbox}/envelopes/{envelope}"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and where they go."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a sealed file; it stays where it is")
    parser.add_argument("link", metavar="LINK", help="the desk's link, as it is handed out")


def run(args: argparse.Namespace) -> None:
    """Send each, and say so. Sent again, it does no harm."""
    hub, handed = one_file.take_apart(args.link)
    note = fetch(hub + one_file.CARD.format(desk=handed.fingerprint))
    mailbox = card.read(note, handed.fingerprint).mailbox
    for path in args.files:
        try:
            sealed = unarmored(path.read_bytes())
        except OSError:
            raise Problem("testimony.file_unreadable", file=path.name) from None
        envelope.check_shape(sealed, len(sealed))
        drop(hub, mailbox, handed.token, sealed)
        print(f"{path.name}: sent")


def drop(hub: str, mailbox: str, token: str | None, sealed: bytes) -> None:
    """Put the parts that the hub does not have. Raises `hub.not_sent` unless it then says that all is safe."""
    name = id_of(sealed)
    box = hub + BOX.format(mailbox=mailbox, envelope=name)
    there = json.loads(fetch(f"{box}/parts"))
    if there["whole"]:
        return
    pieces = split(sealed)
    kept = None
    for number, piece in enumerate(pieces):
        if number not in there["parts"]:
            kept = _put(f"{box}/{number}-of-{len(pieces)}", piece, token)
    if kept != name and not json.loads(fetch(f"{box}/parts"))["whole"]:
        raise Problem("hub.not_sent")


def _put(url: str, piece: bytes, token: str | None, work: str = "") -> str | None:
    headers = {"Content-Type": "application/octet-stream"}
    headers |= {"Amana-Token": token} if token else {}
    headers |= {"Amana-Work": work} if work else {}
    try:
        request = urllib.request.Request(url, piece, headers, method="PUT")  # noqa: S310 (take_apart lets http and https pass)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  # nosec B310
            return str(answer.headers.get(KEPT))
    except urllib.error.HTTPError as refused:
        if work or not (done := solved(refused.read())):
            raise Problem("hub.not_sent") from None
        return _put(url, piece, token, done)
    except (OSError, ValueError):
        raise Problem("hub.not_sent") from None
