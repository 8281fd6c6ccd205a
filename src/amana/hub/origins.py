"""Which calls a page from elsewhere may make: those of mailboxes, for the page that is one file on a phone.

Its origin is nobody's (spec/hub.md, Other origins). No call needs a cookie, and a signature says who may read, so any
origin may ask; the page, cards and their files answer no other origin.
"""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = "/v1/mailboxes/"
KEPT = "Amana-Kept"
ANY = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": f"{KEPT}, Date, Retry-After"}
ASKED_FIRST = {
    "Access-Control-Allow-Methods": "GET, PUT, DELETE",
    "Access-Control-Allow-Headers": (
        "Amana-Token, Amana-Work, Content-Digest, Content-Type, Range, Signature, Signature-Input"
    ),
    "Access-Control-Max-Age": "86400",
}


class Origins:
    """Answer browsers that ask first, and let any origin read what `app` answers about mailboxes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or not scope["path"].startswith(OPEN):
            return await self._app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ANY)
            await send(message)

        if scope["method"] == "OPTIONS":
            return await Response(status_code=204, headers=ASKED_FIRST)(scope, receive, with_headers)
        return await self._app(scope, receive, with_headers)
