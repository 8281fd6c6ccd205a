"""The desk as an ASGI application: pages are answered by a few threads, each of which keeps its database connection.

Django would give each request a thread and a connection of its own; with SQLCipher that costs more than many pages do.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from amana.errors import Problem

THREADS = 16
"""Pages that are answered at once. More would only wait for one another."""
TURN = 0.001
"""Seconds after which a thread that works on gives way to a page: at Python's 5 ms, a page that asks the database forty
times while the index is learnt waits for a fifth of a second."""
AT_ONCE = ("/lock", "/leave")
"""What never waits behind pages."""

Receive = Callable[[], Awaitable[Any]]


class Desk(ASGIHandler):
    """Answers requests on threads of its own."""

    def __init__(self) -> None:
        super(ASGIHandler, self).__init__()
        self.load_middleware()
        self._pages = ThreadPoolExecutor(THREADS, thread_name_prefix="page")
        self._at_once = ThreadPoolExecutor(2, thread_name_prefix="at-once")
        self._answering = 0

    async def handle(self, scope: Any, receive: Receive, send: Callable[[Any], Awaitable[None]]) -> None:
        """As Django does, with a sentence for who sends too much. What pages leave behind goes once all are sent."""
        from amana.desk.readying import tidy

        self._answering += 1
        try:
            await super().handle(scope, receive, send)
        except RequestDataTooBig:
            await self.send_response(HttpResponse(str(Problem("desk.too_much_sent")), status=413), send)
        finally:
            self._answering -= 1
            if not self._answering:
                tidy()

    async def read_body(self, receive: Receive) -> Any:
        """What was sent, in memory; Django would write more than fits there to the disk, in the open."""
        size = 0

        async def counted() -> Any:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
                raise RequestDataTooBig
            return message

        return await super().read_body(counted)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, from the first thread that is free."""
        threads = self._at_once if request.path.startswith(AT_ONCE) else self._pages
        answer = threads.submit(copy_context().run, self._answer, request)
        response: Any = await asyncio.wrap_future(answer)
        response._handler_class = self.__class__
        return response  # type: ignore[no-any-return]

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        from amana.desk.kept_connections import kept

        with kept.in_use():
            return self.get_response(request)


def make_application() -> Desk:
    """Django made ready, and the application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amana.desk.settings")
    django.setup(set_prefix=False)
    sys.setswitchinterval(TURN)
    return Desk()


application = make_application()
