"""The hub's calls, one function each (spec/hub.md), over what does the work: drops, mailboxes, cards, page.

Nothing here or below writes down who asked for what, or when.
"""

import asyncio
import gzip
import hashlib
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from amana.errors import Problem
from amana.hub import asked, drops, expiry, limits, openapi, page
from amana.hub.cards import Cards
from amana.hub.drops import Drops, Part
from amana.hub.headers import SafeHeaders
from amana.hub.letters import LETTER, Letters
from amana.hub.mailboxes import Mailboxes
from amana.hub.odk.calls import Odk
from amana.hub.origins import KEPT, Origins
from amana.hub.pressure import Pressure
from amana.hub.problems import HANDLERS
from amana.hub.store import Entry, Store
from amana.hub.work import Work
from amana.sealing.parts import PART

STORE, DESKS, PAGE = "AMANA_HUB_STORE", "AMANA_HUB_DESKS", "AMANA_HUB_PAGE"
BUILT_PAGE = Path(__file__).parents[3] / "intake" / "dist"


class Hub:
    """One hub over `store` for `desks` (fingerprints), serving the page that was built into the folder `built`."""

    def __init__(self, store: Store, desks: frozenset[str], built: Path = BUILT_PAGE) -> None:
        self._store = store
        self._page = page.load(built)
        self._cards = Cards(store, desks)
        self._room = limits.Room(store)
        self._drops = Drops(store, self._room)
        self._mailboxes = Mailboxes(store)
        self._letters = Letters(store)
        self._tokens = limits.Tokens()
        self._pressure = Pressure()
        self._work = Work(store)
        self._odk = Odk(store, self._cards, self._room, self._tokens, self._pressure)

    def app(self) -> ASGIApp:
        """The ASGI application."""
        box = "/v1/mailboxes/{mailbox}/envelopes"
        desk = "/v1/cards/{desk}"
        routes = [
            Route(f"{box}/{{envelope}}/parts", self.parts, methods=["GET"]),
            Route(f"{box}/after/{{envelope}}", self.listing, methods=["GET"]),
            Route(f"{box}/{{envelope}}/{{number}}-of-{{of}}", self.drop, methods=["PUT"]),
            Route(f"{box}/{{envelope}}", self.envelope, methods=["GET", "DELETE"]),
            Route(box, self.listing, methods=["GET"]),
            Route("/v1/mailboxes/{mailbox}/letter", self.letter, methods=["GET", "PUT"]),
            Route(f"{desk}/files/{{sha256}}", self.file, methods=["GET", "PUT"]),
            Route(f"{desk}/mailboxes/{{mailbox}}", self.end_mailbox, methods=["DELETE"]),
            Route(desk, self.card, methods=["GET", "PUT"]),
            *self._odk.routes(),
            Route("/v1/openapi.json", self.description, methods=["GET"]),
            Route("/", self.page, methods=["GET"]),
            Route("/{file}", self.page, methods=["GET"]),
        ]
        inner = Starlette(
            routes=routes,
            middleware=[Middleware(SafeHeaders), Middleware(Origins)],
            exception_handlers=HANDLERS,
            lifespan=self._lifespan,
        )
        inner.router.redirect_slashes = False
        return Silent(inner)

    async def drop(self, request: Request) -> Response:
        """Take in one part of an envelope."""
        mailbox, envelope = asked.an_id(request, "mailbox"), asked.an_id(request, "envelope")
        number, of = asked.part(request)
        card = await self._cards.of_mailbox(mailbox)
        if card is None:
            raise Problem("hub.not_found")
        token = card.limit_of(request.headers.get("amana-token", ""))
        if card.tokens and not token:
            raise Problem("hub.token")
        data = await asked.body(request, PART)
        if not await self._cards.of_mailbox(mailbox):
            raise Problem("hub.not_found")  # Ended while a slow phone sent: nobody might look into it any more.
        part = Part(mailbox, envelope, number, of, data)
        if card and number == 0:
            await self._press(part, card.quota, request.headers.get("amana-work", ""))
        if token:
            self._tokens.allow(token.sha256, token.per_day, begins=await self._drops.begins(part))
        status = await self._drops.put(part, card.quota)
        return Response(status_code=status, headers={} if status == drops.KEPT else {KEPT: envelope})

    async def _press(self, part: Part, quota: int, payload: str) -> None:
        """Let an envelope begin; raise `hub.work` where its mailbox is pressed and the work for it was not done."""
        tries = self._pressure.tries(part.mailbox, *await self._room.share(part.mailbox, quota), part.of)
        if tries and not await self._work.done(part.mailbox, part.envelope, payload) and await self._drops.begins(part):
            raise await self._work.ask(part.mailbox, part.envelope, tries)
        self._pressure.begun(part.mailbox)

    async def parts(self, request: Request) -> Response:
        """Say what need not be sent again."""
        mailbox, envelope = asked.an_id(request, "mailbox"), asked.an_id(request, "envelope")
        whole, parts = await self._drops.state(mailbox, envelope)
        return JSONResponse({"whole": whole, "parts": parts})

    async def listing(self, request: Request) -> Response:
        """List a mailbox to its holder."""
        mailbox = asked.own_mailbox(request)
        after = asked.an_id(request, "envelope") if "envelope" in request.path_params else ""
        entries, more = await self._mailboxes.list(mailbox, after)
        return JSONResponse({"envelopes": [_described(entry) for entry in entries], "more": more})

    async def envelope(self, request: Request) -> Response:
        """Give an envelope to the mailbox's holder, or remove it."""
        mailbox, envelope = asked.own_mailbox(request), asked.an_id(request, "envelope")
        if request.method == "DELETE":
            self._room.give_back(mailbox, await self._mailboxes.remove(mailbox, envelope))
            return Response(status_code=204)
        etag = f'"{envelope}"'
        unchanged = request.headers.get("if-range") in (None, etag)
        fetch = await self._mailboxes.fetch(mailbox, envelope, request.headers.get("range") if unchanged else None)
        headers = {"Accept-Ranges": "bytes", "Content-Length": str(fetch.end - fetch.start), "ETag": etag}
        if fetch.partial:
            headers["Content-Range"] = f"bytes {fetch.start}-{fetch.end - 1}/{fetch.size}"
        status = 206 if fetch.partial else 200
        return StreamingResponse(fetch.pieces, status, headers, media_type="application/octet-stream")

    async def letter(self, request: Request) -> Response:
        """Take in a desk's letter to a mailbox, or give it to the mailbox's holder; never say that there is none."""
        if request.method == "PUT":
            mailbox = asked.an_id(request, "mailbox")
            data = await asked.body(request, LETTER)
            if not await self._cards.has(asked.signer(request, data)):
                raise Problem("hub.not_yours")
            await self._letters.put(mailbox, data)
            return Response(status_code=204)
        data = await self._letters.fetch(asked.own_mailbox(request))
        return Response(data, media_type="application/octet-stream")

    async def card(self, request: Request) -> Response:
        """Show a desk's card, or take in a newer one."""
        desk = asked.an_id(request, "desk")
        if request.method == "PUT":
            await self._cards.put(desk, await asked.body(request, limits.FILE))
            return Response(status_code=204)
        note, _ = await self._cards.newest(desk)
        return await _compressed(note, "text/plain; charset=utf-8", page.ASK, request.headers)

    async def end_mailbox(self, request: Request) -> Response:
        """Let an earlier mailbox of a desk take nothing any more."""
        desk, mailbox = asked.an_id(request, "desk"), asked.an_id(request, "mailbox")
        if asked.signer(request) != desk:
            raise Problem("hub.not_yours")
        await self._cards.end_mailbox(desk, mailbox)
        return Response(status_code=204)

    async def file(self, request: Request) -> Response:
        """Give a file that a card names, or take one in."""
        desk, sha256 = asked.an_id(request, "desk"), asked.sha256(request)
        if request.method == "PUT":
            data = await asked.body(request, limits.FILE)
            if asked.signer(request, data) != desk:
                raise Problem("hub.not_yours")
            await self._cards.put_file(desk, sha256, data)
            return Response(status_code=204)
        data = await self._cards.file(desk, sha256)
        return await _compressed(data, "application/octet-stream", page.FOREVER, request.headers)

    async def description(self, _: Request) -> Response:
        """Describe all this for machines."""
        return JSONResponse(openapi.description())

    async def page(self, request: Request) -> Response:
        """Serve the phone page."""
        return page.serve(self._page, request.path_params.get("file", "index.html"), request.headers)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        forgetting = asyncio.create_task(expiry.every_day(self._store, self._cards, self._letters))
        yield
        forgetting.cancel()
        with suppress(asyncio.CancelledError):
            await forgetting


class Silent:
    """Keep a fault, once answered, from the server around us, which would print it with what it was about."""

    def __init__(self, app: ASGIApp) -> None:
        self.inner = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        with suppress(Exception):
            await self.inner(scope, receive, send)


def from_environment() -> ASGIApp:
    """The hub that the environment names: how each process of `./amana hub serve` starts."""
    logging.disable(logging.CRITICAL)
    desks = frozenset(filter(None, os.environ[DESKS].split(",")))
    return Hub(Store(os.environ[STORE]), desks, Path(os.environ.get(PAGE) or BUILT_PAGE)).app()


def _described(entry: Entry) -> dict[str, object]:
    return {"id": entry.base, "size": entry.size, "day": entry.day.isoformat()}


async def _compressed(data: bytes, kind: str, cache: str, headers: Headers) -> Response:
    etag = hashlib.sha256(data).hexdigest()[:16]
    codings = {"": data}
    if "gzip" in page.accepted(headers.get("accept-encoding", "")):
        codings["gzip"] = await asyncio.to_thread(gzip.compress, data, 6, mtime=0)
    return page.answer(codings, kind, etag, cache, headers)
