"""How a command on this machine speaks to the desk that is being served: a socket in its home, for its owner alone.

One word a call, one line in answer. Whoever may open the socket runs as the same user, and so could
read the desk's memory: it asks for no secret, and takes none.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from amana.errors import Problem

SOCKET = "served.sock"
LONGEST = 64
PATIENCE = 3600.0
"""Seconds: new keys for a large desk take long."""


def tell(home: Path, word: str) -> str | None:
    """What the served desk answers to `word`; None if none is being served."""
    with suppress(OSError), _address(home) as address, socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        line.connect(address)
        line.sendall(word.encode() + b"\n")
        with line.makefile("rb") as answer:
            return answer.readline().decode().rstrip("\n")
    return None


def listen(home: Path, verbs: Mapping[str, Callable[[], str]]) -> None:
    """Answer each of `verbs`, beside the work, for as long as the process lives; a Problem with its sentence."""
    (home / SOCKET).unlink(missing_ok=True)
    heard = socket.socket(socket.AF_UNIX)
    with _address(home) as address:
        heard.bind(address)
    (home / SOCKET).chmod(0o600)
    heard.listen(4)
    threading.Thread(target=_answer_all, args=(heard, verbs), daemon=True).start()


def _answer_all(heard: socket.socket, verbs: Mapping[str, Callable[[], str]]) -> None:
    while True:
        with suppress(OSError):
            line, _ = heard.accept()
            threading.Thread(target=_answer_one, args=(line, verbs), daemon=True).start()


def _answer_one(line: socket.socket, verbs: Mapping[str, Callable[[], str]]) -> None:
    with suppress(OSError), line, line.makefile("rb") as asked:
        line.sendall(_answer(asked.readline(LONGEST).decode("ascii", "replace").strip(), verbs) + b"\n")


def _answer(word: str, verbs: Mapping[str, Callable[[], str]]) -> bytes:
    try:
        return verbs[word]().encode() if word in verbs else b""
    except Problem as problem:
        return str(problem).encode()
    except Exception:
        return str(Problem("desk.fault")).encode()


@contextmanager
def _address(home: Path) -> Iterator[str]:
    """The socket's path, short enough for the system (108 bytes) however long the home's is."""
    if not Path("/proc/self/fd").exists():
        yield str(home / SOCKET)
        return
    folder = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{SOCKET}"
    finally:
        os.close(folder)
