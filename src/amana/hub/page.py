"""The phone page, as it was built: its files, already compressed, and the headers that keep a browser to them.

All is read once at the start; what is not there then is never served. Files whose names hold a hash of their bytes are
kept by browsers for good; the others are asked for anew each time, and answered with an empty 304.
"""

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response

from amana.errors import Problem

CODINGS = {"br": ".br", "gzip": ".gz"}
HASHED = re.compile(r"[.-][A-Za-z0-9]{8,}\.[a-z0-9]+")
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}
FOREVER, ASK = "max-age=31536000, immutable", "no-cache"


@dataclass(frozen=True)
class File:
    """One file of the page, in each content coding that it was built in ("" is the file itself)."""

    codings: dict[str, bytes]
    type: str
    etag: str
    cache: str


def load(folder: Path) -> dict[str, File]:
    """The files of a built page by name; none where nothing is built."""
    files = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        if path.suffix in CODINGS.values() or not path.is_file():
            continue
        data = path.read_bytes()
        codings = {"": data}
        for coding, suffix in CODINGS.items():
            packed = path.with_name(path.name + suffix)
            if packed.is_file():
                codings[coding] = packed.read_bytes()
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        # Modules, workers and JSON are UTF-8 whatever is said, and each byte costs a poor line.
        text = kind in ("text/html", "text/css", "text/plain")
        etag = hashlib.sha256(data).hexdigest()[:16]
        cache = FOREVER if HASHED.search(path.name) else ASK
        files[path.name] = File(codings, f"{kind}; charset=utf-8" if text else kind, etag, cache)
    return files


def serve(files: dict[str, File], name: str, asked: Headers) -> Response:
    """The file, in the best coding that the browser takes. Raises `hub.not_found`."""
    file = files.get(name)
    if file is None:
        raise Problem("hub.not_found")
    return answer(file.codings, file.type, file.etag, file.cache, asked)


def answer(codings: dict[str, bytes], kind: str, etag: str, cache: str, asked: Headers) -> Response:
    """What has `codings`, or an empty 304 where the browser has it; the `etag` is one per coding (RFC 9110, 8.8.3)."""
    taken = accepted(asked.get("accept-encoding", ""))
    coding = next((coding for coding in (*CODINGS, "") if coding in codings and (not coding or coding in taken)), "")
    tag = f'"{etag}-{coding}"' if coding else f'"{etag}"'
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding", "Content-Type": kind}
    if cache != FOREVER:  # what never changes is never asked for anew, and each byte costs a poor line
        headers["ETag"] = tag
    known = {part.strip().removeprefix("W/") for part in asked.get("if-none-match", "").split(",")}
    if tag in known:
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(codings[coding], headers=headers)


def accepted(header: str) -> set[str]:
    """The content codings in an `Accept-Encoding` header that are not refused by `q=0`."""
    taken = set()
    for part in header.lower().split(","):
        coding, _, parameter = part.partition(";")
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", parameter):
            taken.add(coding.strip())
    return taken
