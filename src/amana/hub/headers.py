"""The headers of every answer: the browser runs our own files and nothing else, and tells nobody where it was."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src blob:; "
    "img-src 'self' data: blob:; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; connect-src 'self'"
CALL_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
PARTS_OF_A_PAGE, WORKER = ("text/css", "text/javascript"), "/sw"
"""What a browser holds to the policy of the page that loads it; a worker it holds to that of the worker's own file."""
NOT_MODIFIED = 304
EVERY = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
DOCUMENTS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Frame-Options": "DENY",
}


class SafeHeaders:
    """Add the headers to whatever `app` answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(EVERY)
                # A browser that is told to use what it has keeps that answer's policies, unless it is given others.
                if message["status"] != NOT_MODIFIED:
                    headers.update(_policies(scope.get("path", ""), headers.get("Content-Type", "")))
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


def _policies(path: str, kind: str) -> dict[str, str]:
    """What the answer needs: most where a browser would show it as a page, as each byte costs a poor line."""
    if path.startswith(("/v1/", "/odk/")):
        return {"Content-Security-Policy": CALL_POLICY}
    if kind.startswith("text/html"):
        return DOCUMENTS | {"Content-Security-Policy": PAGE_POLICY}
    if kind.startswith(PARTS_OF_A_PAGE) and not path.startswith(WORKER):
        return {}
    return {"Content-Security-Policy": FILE_POLICY}
