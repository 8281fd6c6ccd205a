"""What a request asks for and who signed it: the only place that reads what strangers send."""

import re
import time

from starlette.requests import Request

from amana.errors import Problem
from amana.hub import limits
from amana.sealing.ids import is_id
from amana.sealing.signatures import verify_request

SHA256 = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")


def an_id(request: Request, name: str) -> str:
    """The id in the path under `name`. Raises `hub.not_found`."""
    text = str(request.path_params[name])
    if not is_id(text):
        raise Problem("hub.not_found")
    return text


def sha256(request: Request) -> str:
    """The hash in the path. Raises `hub.not_found`."""
    text = str(request.path_params["sha256"])
    if not SHA256.fullmatch(text):
        raise Problem("hub.not_found")
    return text


def part(request: Request) -> tuple[int, int]:
    """Which part of how many the path names. Raises `hub.not_found`, `hub.too_large`."""
    texts = str(request.path_params["number"]), str(request.path_params["of"])
    if not all(NUMBER.fullmatch(text) for text in texts):
        raise Problem("hub.not_found")
    number, of = map(int, texts)
    if number >= of:
        raise Problem("hub.not_found")
    if of > limits.PARTS:
        raise Problem("hub.too_large")
    return number, of


async def body(request: Request, most: int) -> bytes:
    """The request's body, of at most `most` bytes. Raises `hub.too_large`, without reading on."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > most:
        raise Problem("hub.too_large")
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise Problem("hub.too_large")
    return bytes(data)


def signer(request: Request, data: bytes = b"") -> str:
    """The id of the key that signed the request and its body `data`. Raises as `verify_request` does."""
    path = request.scope["raw_path"].decode("latin-1")
    authority = request.headers.get("host", "").lower()
    return verify_request(request.method, authority, path, data, request.headers, int(time.time()))


def own_mailbox(request: Request) -> str:
    """The mailbox in the path, if its holder signed the request. Raises `hub.not_yours`, or as `signer` does."""
    mailbox = an_id(request, "mailbox")
    if signer(request) != mailbox:
        raise Problem("hub.not_yours")
    return mailbox
