"""Have an attachment made anew by a child, and keep the last few results in memory until the desk is locked or erases.

The child gets the bytes by a pipe and nothing else: no environment, no open file, no key; too much output, or too long
a time, ends it. Two at once, so that a flood of pictures leaves the desk working.
"""

import json
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from amana.desk.lock import lock
from amana.errors import Problem

KINDS = {
    "image/jpeg": ("image", ""),
    "image/png": ("image", ""),
    "image/webp": ("image", ""),
    "image/gif": ("image", ""),
    "image/avif": ("image", ""),
    "application/pdf": ("pages", ""),
    "audio/ogg": ("audio", "ogg"),
    "audio/webm": ("audio", "matroska"),
    "audio/mp4": ("audio", "mov"),
    "audio/3gpp": ("audio", "mov"),
    "audio/amr": ("audio", "amr"),
    "audio/mpeg": ("audio", "mp3"),
    "audio/wav": ("audio", "wav"),
    "audio/aac": ("audio", "aac"),
    "video/webm": ("video", "matroska"),
    "video/mp4": ("video", "mov"),
    "video/3gpp": ("video", "mov"),
}
"""Media type → how it is made anew, and in what container it is read. What is not here is never opened."""
LONGEST = 90.0
LARGEST = 64 * 2**20
KEPT = 4

_turns = threading.BoundedSemaphore(2)
_kept: "OrderedDict[tuple[str, bool], Clean]" = OrderedDict()
_keeping = threading.Lock()
_forgotten = 0


@dataclass(frozen=True, repr=False)
class Clean:
    """New files, as (media type, bytes); `of` is how many the whole would have given."""

    parts: tuple[tuple[str, bytes], ...]
    of: int


def kind_of(media_type: str) -> str:
    """`image`, `pages`, `audio` or `video`; empty where it is never opened."""
    return KINDS.get(media_type.split(";")[0].strip(), ("", ""))[0]


def clean(pk: str, content: Callable[[], bytes], media_type: str, *, changed: bool = False) -> Clean:
    """What may be shown of the attachment `pk`; with the voice `changed`, by a factor that nobody keeps.

    `content` gives what was sent, and is asked only where the result is not kept: a player asks for many ranges.
    `attachment.not_opened`, `attachment.not_shown` (broken, hostile, too large or too long), `attachment.no_guard`.
    """
    with _keeping:
        known = _kept.get((pk, changed))
        if known:
            _kept.move_to_end((pk, changed))
            return known
        age = _forgotten
    kind, container = KINDS.get(media_type.split(";")[0].strip(), ("", ""))
    if not kind:
        raise Problem("attachment.not_opened")
    with _turns:
        made = _read(_run(content(), kind, container, _factor() if changed else 1.0))
    with _keeping:
        if lock.is_open and age == _forgotten:
            _kept[(pk, changed)] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made


def forget() -> None:
    """Drop all that was kept, and keep nothing of what is being made now."""
    global _forgotten
    with _keeping:
        _forgotten += 1
        _kept.clear()


def _factor() -> float:
    """Deeper or higher by a sixth to a quarter, drawn anew each time, so that it cannot simply be undone."""
    away = 0.16 + secrets.randbelow(10_000) / 10_000 * 0.09
    return 1 + away if secrets.randbelow(2) else 1 / (1 + away)


def _run(content: bytes, kind: str, container: str, factor: float) -> bytes:
    command = [sys.executable, "-I", "-m", "amana.testimony.cleaning.child", kind, container or "-", f"{factor:.6f}"]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    )
    if child.stdin is None or child.stdout is None:
        raise OSError("no pipes")
    late = threading.Timer(LONGEST, child.kill)
    late.start()
    feeder = threading.Thread(target=_feed, args=(child, content))
    feeder.start()
    try:
        made = child.stdout.read(LARGEST + 1)
    finally:
        if child.poll() is None and child.stdout.read(1):
            child.kill()
        code = child.wait()
        late.cancel()
        feeder.join()
        child.stdout.close()
    if code == 2:
        raise Problem("attachment.no_guard")
    if code or len(made) > LARGEST:
        raise Problem("attachment.not_shown")
    return made


def _feed(child: "subprocess.Popen[bytes]", content: bytes) -> None:
    try:
        with child.stdin as pipe:  # type: ignore[union-attr]
            pipe.write(content)
    except BrokenPipeError:
        return


def _read(made: bytes) -> Clean:
    """What the child says is a stranger's word, too."""
    head, _, rest = made.partition(b"\n")
    try:
        told = json.loads(head)
        sizes = [(str(media_type), int(size)) for media_type, size in told["parts"]]
        of = int(told["of"])
    except (ValueError, TypeError, KeyError) as error:
        raise Problem("attachment.not_shown") from error
    if sum(size for _, size in sizes) != len(rest) or any(
        size < 0 or media_type not in ("image/jpeg", "audio/ogg") for media_type, size in sizes
    ):
        raise Problem("attachment.not_shown")
    parts, at = [], 0
    for media_type, size in sizes:
        parts.append((media_type, rest[at : at + size]))
        at += size
    return Clean(tuple(parts), of)


lock.at_close.append(forget)
