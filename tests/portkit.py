"""A port for a program that must be told one, and that nobody else takes meanwhile."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held_port() -> Iterator[int]:
    """A free port of this machine alone.

    It is kept by a socket that does not listen: the system gives it to nobody who asks for any port, and whoever names
    it may listen there, as servers do that set SO_REUSEADDR.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
