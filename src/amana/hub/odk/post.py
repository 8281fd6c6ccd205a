"""Read one OpenRosa post as it comes (spec/odk.md, "A post"): sealed files and their manifest, or nothing.

Promises: no byte is written to a disk on the way; once one part is seen to be plain, all is let go, and what still
comes is read only to be forgotten, so that the client hears why. RFC 7578, by python-multipart's own parser.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from amana.errors import Problem
from amana.hub.drops import SHRINKS
from amana.sealing.odk import LONGEST, NAME, SEALED, Manifest, read_manifest

MOST = 15_000_000
MOST_PARTS = 256
MOST_HEADERS, HEADER = 8, 1_024
TOGETHER = 64 << 20
SLOWEST = 1_800
BLOCK = 16
XML, FIELD = "xml_submission_file", 64


@dataclass(frozen=True)
class Post:
    """What an encrypted submission's post holds: the manifest as it came and as it reads, and listed files by name."""

    xml: bytes
    manifest: Manifest
    files: dict[str, bytes]


class PlainBeside(Exception):
    """Plain came beside encrypted files, in a submission whose manifest says `form` and `version`."""

    def __init__(self, form: str, version: str) -> None:
        super().__init__()
        self.form, self.version = form, version


@dataclass
class Memory:
    """The bytes of all posts that are being read in this process."""

    taken: int = 0

    @contextmanager
    def share(self) -> Iterator[Callable[[int], None]]:
        """What one post may take: a function that counts so many bytes more, or raises `odk.busy`."""
        held = 0

        def take(size: int) -> None:
            nonlocal held
            if self.taken + size > TOGETHER:
                raise Problem("odk.busy", retry_after=60)
            self.taken += size
            held += size

        try:
            yield take
        finally:
            self.taken -= held


async def read_post(pieces: AsyncIterator[bytes], content_type: str, take: Callable[[int], None]) -> Post:
    """The post in a request's body, each piece counted by `take` as long as it is kept.

    Raises `odk.no_submission`, `odk.too_large`, `odk.busy` or `odk.plain`, or `PlainBeside`; nothing is then held.
    """
    reading = Reading(content_type)
    size = 0
    try:
        async with asyncio.timeout(SLOWEST):
            async for piece in pieces:
                size += len(piece)
                if size > 2 * MOST:
                    raise Problem("odk.too_large")
                if size > MOST:
                    reading.let_go(Problem("odk.too_large"))
                if reading.wrong is None:
                    take(len(piece))
                    reading.take(piece)
    except TimeoutError:
        raise Problem("odk.busy", retry_after=60) from None
    return reading.post()


@dataclass
class Part:
    """One part as far as it has come. Without a file name it is a field."""

    name: str = ""
    file: str | None = None
    data: bytearray = field(default_factory=bytearray)


class Reading:
    """A post as far as it has come; `wrong` is why nothing of it will be taken."""

    def __init__(self, content_type: str) -> None:
        self.wrong: Problem | None = None
        self._ended = False
        self._header, self._value = bytearray(), bytearray()
        self._part, self._parts = Part(), 0
        self._xml, self._manifest = b"", None  # type: bytes, Manifest | None
        self._files: dict[str, bytes] = {}
        self._plain_beside = False
        kind, options = parse_options_header(content_type)
        try:
            if kind.lower() != b"multipart/form-data" or not options.get(b"boundary"):
                raise FormParserError
            self._parser = MultipartParser(
                options[b"boundary"],
                {
                    "on_part_begin": self._begin,
                    "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                    "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._headers_finished,
                    "on_part_data": self._data,
                    "on_part_end": self._end,
                    "on_end": self._all,
                },
                max_header_count=MOST_HEADERS,
                max_header_size=HEADER,
            )
        except FormParserError:
            self.let_go(Problem("odk.no_submission"))

    def take(self, piece: bytes) -> None:
        """Read on. What is wrong is noted in `wrong`."""
        try:
            self._parser.write(piece)
        except FormParserError:
            self.let_go(Problem("odk.no_submission"))
        except Problem as problem:
            self.let_go(problem)

    def let_go(self, why: Problem) -> None:
        """Forget all that was read; the first reason stays."""
        self.wrong = self.wrong or why
        self._part, self._xml, self._files = Part(), b"", {}

    def post(self) -> Post:
        """The whole post, once all has come. Raises why it is not taken."""
        if self.wrong is None and (not self._ended or self._manifest is None):
            self.let_go(Problem("odk.no_submission"))
        if self.wrong is None and self._manifest and self._plain_beside:
            raise PlainBeside(self._manifest.form, self._manifest.version or "")
        if self.wrong or self._manifest is None:
            raise self.wrong or Problem("odk.no_submission")
        listed = {name: data for name, data in self._files.items() if name in self._manifest.files}
        return Post(self._xml, self._manifest, listed)

    def _begin(self) -> None:
        self._part = Part()
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise Problem("odk.no_submission")

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
            file = options.get(b"filename")
            self._part.file = None if file is None else file.decode("utf-8", "replace")
        self._header.clear()
        self._value.clear()

    def _headers_finished(self) -> None:
        if not self._part.name:
            raise Problem("odk.no_submission")

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        most = LONGEST if part.name == XML else FIELD if part.file is None else MOST
        if self._plain_beside and part.name != XML:
            return
        if len(part.data) + end - start > most:
            raise Problem("odk.plain" if part.name == XML else "odk.no_submission")
        part.data += data[start:end]

    def _end(self) -> None:
        part, self._part = self._part, Part()
        data = bytes(part.data)
        if part.name == XML:
            if self._manifest is not None:
                raise Problem("odk.no_submission")
            self._manifest, self._xml = read_manifest(data), data
        elif part.file is not None and not self._plain_beside:
            self._file(part.file, data)

    def _file(self, name: str, data: bytes) -> None:
        if not (NAME.fullmatch(name) and name.endswith(SEALED) and looks_sealed(data)):
            self._plain_beside, self._files = True, {}
        elif self._files.setdefault(name, data) != data:
            raise Problem("odk.no_submission")

    def _all(self) -> None:
        self._ended = True


def looks_sealed(data: bytes) -> bool:
    """Whether `data` can be what AES in CFB with PKCS#7 padding gives: whole blocks that nothing makes shorter."""
    return len(data) > 0 and len(data) % BLOCK == 0 and len(zlib.compress(data, 1)) + SHRINKS > len(data)
