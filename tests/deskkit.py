"""A phone's side for the desk's tests: accounts sealed to the open desk, and a real hub beside it.

Everything told here is invented.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import uvicorn

from amana.desk.lock import lock
from amana.hub.app import Hub as HubServer
from amana.hub.store import Store
from amana.sealing import ed25519, keys, receipt
from amana.sealing.envelope import attachment_of, seal
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside, ReplyTo

PLANTED = "the heron crossed the ninth river at dusk"
FORM = {"id": "first_telling", "version": "3"}
ALL_YES = {"care": "yes", "contact": "yes", "count": "yes"}


def fingerprint() -> str:
    """The open desk's."""
    return id_of(ed25519.public_key(lock.keys.card))


def reply_to(digits: str) -> dict[str, str]:
    """The reply address of a receipt."""
    derived = receipt.derive(digits, fingerprint())
    return {"mailbox": derived.mailbox.id, "recipient": keys.recipient_of(derived.identity)}


def sealed(
    answers: dict[str, Any] | None = None,
    consents: dict[str, str] | None = None,
    *,
    kind: str = "account",
    text: str | None = None,
    files: dict[str, tuple[str, bytes]] | None = None,
    back: dict[str, str] | None = None,
    language: str = "fr",
    day: str | None = "2026-03-01",
    **own: Any,
) -> bytes:
    """One envelope to the open desk. `files`: name → media type and bytes; `own`: members that its kind alone has."""
    files = files or {}
    inside = Inside.model_validate(
        {
            "kind": kind,
            "form": FORM if kind == "account" else None,
            "language": language,
            "day": day,
            "answers": {"own_words": PLANTED, "teller": "survivor"} if answers is None else answers,
            "consents": ALL_YES if consents is None else consents,
            "attachments": [attachment_of(name, kind_, data).model_dump() for name, (kind_, data) in files.items()],
            "reply_to": ReplyTo(**back).model_dump() if back else None,
            **({} if text is None else {"text": text}),
            **own,
        }
    )
    recipient = keys.recipient_of(keys.identity_from_seed(lock.keys.identity))
    return seal(inside, [data for _, data in files.values()], [recipient])


def keep(envelope: bytes, day: date | None = None):
    """The testimony of an envelope that came by hand."""
    from amana.testimony import actions
    from amana.testimony.models import Envelope

    return actions.keep(envelope, Envelope.Way.FILE, day or datetime.now(UTC).date()).testimony


def bring(envelope: bytes, day: date | None = None):
    """Keep an envelope as if it had come from the hub on `day`."""
    from amana.testimony import actions
    from amana.testimony.models import Envelope

    return actions.keep(envelope, Envelope.Way.HUB, day or datetime.now(UTC).date())


@contextmanager
def hub_at(folder: Path, *desks: str) -> Iterator[str]:
    """The address of a real hub that serves the open desk, or those of these fingerprints, in a thread of its own."""
    import socket

    heard = socket.socket()
    heard.bind(("127.0.0.1", 0))
    heard.listen(64)
    served = HubServer(Store(str(folder)), frozenset(desks or {fingerprint()}), Path("/nowhere"))
    server = uvicorn.Server(uvicorn.Config(served.app(), access_log=False, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, args=([heard],), daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the hub ended"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{heard.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        heard.close()


def sign_in(user):
    """A client of her own, signed in with both factors, with her as `user`."""
    from django.test import Client

    from amana.desk.models import SecondFactor

    device = SecondFactor.objects.create(user=user, name="authenticator", secret=b"x" * 20, confirmed=True)
    client = Client()
    client.force_login(user)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session["began"] = session["proved"] = time.time()
    session.save()
    client.user = user
    return client


def session_of(user, *, verified: bool = True) -> dict[str, str]:
    """The cookie of somebody who signed in, with both factors or with the first alone."""
    from django.conf import settings
    from django.test import Client

    client = sign_in(user) if verified else Client()
    if not verified:
        client.force_login(user)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def digits() -> str:
    """A receipt's sixteen digits."""
    return "".join(secrets.choice("0123456789") for _ in range(16))
