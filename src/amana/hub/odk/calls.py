"""The calls of OpenRosa at one address for each desk (spec/odk.md, "The address")."""

import ipaddress
import re
from collections.abc import Awaitable, Callable

import obstore.exceptions
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from amana.errors import Problem
from amana.hub import asked, problems
from amana.hub.cards import Cards
from amana.hub.limits import Room, Tokens
from amana.hub.odk import answers
from amana.hub.odk.keeping import Keeping
from amana.hub.odk.post import Memory, PlainBeside, Post, read_post
from amana.hub.odk.xforms import PLACES, XForm, files_list, form_list, places_csv, read_xform
from amana.hub.pressure import Pressure
from amana.hub.store import Store
from amana.sealing import bundle
from amana.sealing.card import Card, TokenLimit
from amana.sealing.places import Gazetteer

ACCEPTED = 10_485_760
NEW, THERE = 201, 202
HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
Call = Callable[[Request, Card, TokenLimit | None], Awaitable[Response]]


class Odk:
    """OpenRosa for the desks of `cards`."""

    def __init__(self, store: Store, cards: Cards, room: Room, tokens: Tokens, pressure: Pressure) -> None:
        self._cards = cards
        self._room = room
        self._tokens = tokens
        self._pressure = pressure
        self._keeping = Keeping(store, room)
        self._memory = Memory()
        self._xforms: dict[str, XForm] = {}

    def routes(self) -> list[Route]:
        """Each call, without and with a token in its path."""
        calls = {
            "formList": (self.forms, ["GET"]),
            "forms/{sha256}": (self.form, ["GET"]),
            "forms/{sha256}/manifest": (self.files, ["GET"]),
            "forms/{sha256}/places.csv": (self.places, ["GET"]),
            "submission": (self.submission, ["HEAD", "POST"]),
        }
        return [
            Route(f"{base}/{path}", self._asked(call), methods=methods)
            for base in ("/odk/{desk}", "/odk/{desk}/{token}")
            for path, (call, methods) in calls.items()
        ]

    async def forms(self, request: Request, card: Card, _: TokenLimit | None) -> Response:
        """List the desk's forms."""
        base = f"{_address(request)}/forms"
        named = [form.odk for form in card.forms if form.odk]
        return answers.xml(form_list([(await self._xform(card, sha256), f"{base}/{sha256}") for sha256 in named]))

    async def form(self, request: Request, card: Card, _: TokenLimit | None) -> Response:
        """Give an empty form, as the desk made it."""
        data = await self._cards.file(card.fingerprint, _named(request, card))
        return Response(data, headers=answers.HEADERS, media_type=answers.XML)

    async def files(self, request: Request, card: Card, _: TokenLimit | None) -> Response:
        """List the files that an empty form needs beside it: the gazetteer, where it asks for places by name."""
        form = await self._xform(card, _named(request, card))
        files = {PLACES: (await self._places(card), f"{_address(request)}/{PLACES}")} if form.places else {}
        return answers.xml(files_list(files))

    async def places(self, request: Request, card: Card, _: TokenLimit | None) -> Response:
        """Give the gazetteer as ODK reads one."""
        _named(request, card)
        return Response(await self._places(card), headers=answers.HEADERS, media_type="text/csv; charset=utf-8")

    async def submission(self, request: Request, card: Card, token: TokenLimit | None) -> Response:
        """Say how much one post may hold, or take one in. Of a HEAD, Collect takes 204 alone for a yes."""
        if request.method == "POST":
            return await self._submit(request, card, token)
        return Response(None, 204, answers.HEADERS | {"X-OpenRosa-Accept-Content-Length": str(ACCEPTED)})

    async def _submit(self, request: Request, card: Card, token: TokenLimit | None) -> Response:
        tries = self._pressure.tries(card.mailbox, *await self._room.share(card.mailbox, card.quota), 1)
        if tries and not token:
            raise Problem("odk.busy", retry_after=600)
        with self._memory.share() as take:
            try:
                post = await read_post(request.stream(), request.headers.get("content-type", ""), take)
            except PlainBeside as refused:
                await self._keeping.tell_of(card, refused)
                raise Problem("odk.plain_beside") from None
            # The line may have been slow: by now another card may name another mailbox, and nobody look into the old.
            _, card = await self._cards.newest(card.fingerprint)
            status = await self._keep(card, token, post)
        return answers.kept(status, card.languages)

    async def _keep(self, card: Card, token: TokenLimit | None, post: Post) -> int:
        begins = await self._keeping.is_new(card, post)
        if token:
            self._tokens.allow(token.sha256, token.per_day, begins=begins)
        if begins:
            self._pressure.begun(card.mailbox)
        return NEW if await self._keeping.keep(card, post) else THERE

    def _asked(self, call: Call) -> Callable[[Request], Awaitable[Response]]:
        """`call` with the card that its path names, whatever goes wrong answered as OpenRosa has it."""

        async def answer(request: Request) -> Response:
            languages: list[str] = []
            try:
                _, card = await self._cards.newest(asked.an_id(request, "desk"))
                languages = card.languages
                token = card.limit_of(request.path_params.get("token", ""))
                if card.tokens and not token:
                    raise Problem("hub.token")
                return await call(request, card, token)
            except Problem as problem:
                return answers.refused(problem, languages)
            except (OSError, obstore.exceptions.BaseError) as error:
                return answers.refused(problems.of_store(error), languages)

        return answer

    async def _xform(self, card: Card, sha256: str) -> XForm:
        if sha256 not in self._xforms:
            self._xforms[sha256] = read_xform(await self._cards.file(card.fingerprint, sha256))
        return self._xforms[sha256]

    async def _places(self, card: Card) -> bytes:
        if card.places is None:
            raise Problem("hub.not_found")
        data = await self._cards.file(card.fingerprint, card.places)
        return places_csv(bundle.read(Gazetteer, data, card.places))


def _named(request: Request, card: Card) -> str:
    """The XForm in the path, if the card names it. Raises `hub.not_found`."""
    sha256 = asked.sha256(request)
    if sha256 not in [form.odk for form in card.forms]:
        raise Problem("hub.not_found")
    return sha256


def _address(request: Request) -> str:
    """The address of what was asked for, without its last word; behind a proxy, the hub itself sees no TLS."""
    host = request.headers.get("host", "")
    match = HOST.fullmatch(host)
    if not match:
        raise Problem("hub.not_found")
    name = match["name"].strip("[]")
    try:
        here = ipaddress.ip_address(name).is_loopback
    except ValueError:
        here = name == "localhost"
    return f"{'http' if here else 'https'}://{host}{request.url.path.rpartition('/')[0]}"
