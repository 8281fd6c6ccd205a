"""Every answer that says no: `application/problem+json` (RFC 9457), from the catalogue, with nothing of the request.

A fault of the hub's own is told to its operator once, by its kind and the line of code, without what it was about:
not even that it happened again can be read from the output.
"""

import errno
import json
import sys
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import obstore.exceptions
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

import amana
from amana.errors import Problem

OURS = str(Path(amana.__file__).parent)
Handler = Callable[[Request, Exception], Awaitable[Response]]
_told: set[str] = set()


def answer(problem: Problem) -> Response:
    """The problem as an answer; `retry_after` (seconds), `allow` and `size` become the headers that go with them."""
    body: dict[str, object] = {"type": f"urn:amana:{problem.code}", "title": problem.say(), "status": problem.status}
    if "challenge" in problem.values:
        body["challenge"] = problem.values["challenge"]
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in problem.values:
        headers["Retry-After"] = str(problem.values["retry_after"])
    if "allow" in problem.values:
        headers["Allow"] = str(problem.values["allow"])
    if problem.code == "hub.range":
        headers["Content-Range"] = f"bytes */{problem.values['size']}"
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Signature"
    return Response(json.dumps(body), problem.status, headers, media_type="application/problem+json")


async def refused(_: Request, error: Exception) -> Response:
    """A `Problem` that was raised on the way."""
    assert isinstance(error, Problem)  # noqa: S101
    return answer(error)


async def no_such_call(_: Request, error: Exception) -> Response:
    """What the router raises: an unknown path, or another method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    if error.status_code == 405:
        return answer(Problem("hub.method", allow=(error.headers or {}).get("Allow", "")))
    return answer(Problem("hub.not_found"))


async def store_failed(_: Request, error: Exception) -> Response:
    """The object store cannot be reached, or the disk failed or is full."""
    return answer(of_store(error))


def of_store(error: Exception) -> Problem:
    """What is told of a store that failed; its operator hears which fault it was."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem("hub.full")
    tell(error)
    return Problem("hub.store", retry_after=60)


async def fault(_: Request, error: Exception) -> Response:
    """Anything that nobody thought of."""
    tell(error)
    return answer(Problem("hub.fault"))


async def gone(_: Request, __: Exception) -> Response:
    """Whoever asked hung up: there is nobody to answer."""
    return Response(status_code=400)


def tell(error: Exception) -> None:
    """Say on standard error, once, what kind of fault there is and on which line."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(OURS)]
    where = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    line = f"amana hub: {type(error).__name__}{where}"
    if line not in _told:
        _told.add(line)
        print(line, file=sys.stderr, flush=True)


HANDLERS: dict[type[Exception] | int, Handler] = {
    Problem: refused,
    HTTPException: no_such_call,
    ClientDisconnect: gone,
    OSError: store_failed,
    obstore.exceptions.BaseError: store_failed,
    Exception: fault,
}
