"""A line between a phone and a hub that counts every byte on the wire, and can be cut."""

import socket
import threading
from contextlib import suppress

from hubkit import listen


class Line:
    """Passes TCP on to `address`, from a port of its own."""

    def __init__(self, address: str) -> None:
        host, port = address.split(":")
        self.target = (host, int(port))
        self.up = 0
        self.down = 0
        self.cut_after: int | None = None
        self.listening = listen()
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all that is open, and let nothing more through."""
        self.cut_after = self.up
        self._close(self.open)

    def mend(self) -> None:
        self.cut_after = None

    def end(self) -> None:
        self._close([self.listening, *self.open])

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self.listening.accept()
                if self.cut_after is not None and self.up >= self.cut_after:
                    self._close([phone])
                    continue
                hub = socket.create_connection(self.target)
                self.open += [phone, hub]
                threading.Thread(target=self._pass, args=(phone, hub, "up"), daemon=True).start()
                threading.Thread(target=self._pass, args=(hub, phone, "down"), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                setattr(self, way, getattr(self, way) + len(data))
                if way == "up" and self.cut_after is not None and self.up >= self.cut_after:
                    break
                sink.sendall(data)
        self._close([source, sink])

    @staticmethod
    def _close(sockets: list[socket.socket]) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
