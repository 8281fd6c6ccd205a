"""A moment in which nobody works: requests wait for it to end, and it waits for those that are being answered.

For what must not be met half done, such as the encryption of the whole database with another key.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse

from amana.errors import Problem

PATIENCE = 60.0
LONGEST = 600.0


class Pause:
    """Counts those at work, and keeps new ones waiting."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._working = 0
        self._alone = False
        self.when_alone: list[Callable[[], object]] = []
        """What lets go of what was kept from work that is done."""

    @contextmanager
    def work(self) -> Iterator[None]:
        """Work, once nobody is alone. `desk.busy` if that does not end."""
        with self._change:
            if not self._change.wait_for(lambda: not self._alone, LONGEST):
                raise Problem("desk.busy")
            self._working += 1
        try:
            yield
        finally:
            with self._change:
                self._working -= 1
                self._change.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be alone, once everyone's work is done. `desk.busy` if that does not end, or somebody else is."""
        with self._change:
            if self._alone:
                raise Problem("desk.busy")
            self._alone = True
            if not self._change.wait_for(lambda: self._working == 0, PATIENCE):
                self._alone = False
                self._change.notify_all()
                raise Problem("desk.busy")
        try:
            for let_go in self.when_alone:
                let_go()
            yield
        finally:
            with self._change:
                self._alone = False
                self._change.notify_all()


pause = Pause()


def pause_gate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: each request is work."""

    from amana.desk.kept_connections import renew

    def answer(request: HttpRequest) -> HttpResponse:
        with pause.work():
            renew()
            return get_response(request)

    return answer
