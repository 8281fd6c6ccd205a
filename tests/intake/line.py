"""A line between a phone and a hub that counts every byte on the wire, and can be cut, stalled, or ruined at random."""

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from hubkit import listen


@dataclass
class Weather:
    """How a line fails: at random, by a seed, so that what was once found can be found again. `cuts` counts them."""

    seed: int
    chance: random.Random = field(init=False)
    cuts: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def fails(self) -> tuple[int, float]:
        """For one connection: after how many bytes it breaks, and how many seconds it stalls before."""
        return int(self.chance.expovariate(1 / 40_000)), self.chance.choice((0, 0, 0, 0.05, 0.2))


class Line:
    """Passes TCP on to `address`, from a port of its own."""

    def __init__(self, address: str) -> None:
        host, port = address.split(":")
        self.target = (host, int(port))
        self.up = 0
        self.down = 0
        self.cut_after: int | None = None
        self.weather: Weather | None = None
        self.answer: bytes | None = None
        """What a proxy in between answers to everything, in the hub's stead; how often it did."""
        self.answered = 0
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

    def storm(self, weather: Weather | None) -> None:
        """From now on every connection fails as `weather` has it; what is open is broken."""
        self.weather = weather
        self._close(self.open)

    def end(self) -> None:
        self._close([self.listening, *self.open])

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self.listening.accept()
                if self.cut_after is not None and self.up >= self.cut_after:
                    self._close([phone])
                    continue
                if self.answer is not None:
                    threading.Thread(target=self._lie, args=(phone, self.answer), daemon=True).start()
                    continue
                try:
                    hub = socket.create_connection(self.target)
                except OSError:
                    self._close([phone])
                    continue
                self.open += [phone, hub]
                left = Left(self.weather)
                threading.Thread(target=self._pass, args=(phone, hub, "up", left), daemon=True).start()
                threading.Thread(target=self._pass, args=(hub, phone, "down", left), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, way: str, left: "Left") -> None:
        with suppress(OSError):
            while data := source.recv(4096):
                setattr(self, way, getattr(self, way) + len(data))
                if way == "up" and self.cut_after is not None and self.up >= self.cut_after:
                    break
                data, broken = left.take(data)
                sink.sendall(data)
                if broken:
                    break
        self._close([source, sink])

    def _lie(self, phone: socket.socket, answer: bytes) -> None:
        with suppress(OSError):
            phone.settimeout(0.2)
            with suppress(TimeoutError):
                while phone.recv(65536):
                    pass
            phone.sendall(answer)
            self.answered += 1
        self._close([phone])

    @staticmethod
    def _close(sockets: list[socket.socket]) -> None:
        for one in sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


class Left:
    """How much more one connection takes, in both directions together, before the weather breaks it."""

    def __init__(self, weather: Weather | None) -> None:
        self.weather = weather
        fails = weather.fails() if weather else None
        self.bytes, self.stall = fails or (1 << 62, 0.0)
        self.lock = threading.Lock()

    def take(self, data: bytes) -> tuple[bytes, bool]:
        """What still passes of `data`, and whether the line breaks after it."""
        with self.lock:
            if self.bytes > len(data):
                self.bytes -= len(data)
                return data, False
            passing, self.bytes = data[: self.bytes], 0
            if self.weather and self.stall >= 0:
                self.weather.cuts += 1
        time.sleep(max(self.stall, 0))
        self.stall = -1
        return passing, True
