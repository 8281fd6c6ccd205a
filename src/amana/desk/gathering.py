"""What many do in one transaction, written together at its end: entries of the log, words of the index, answers.

    with together():
        for one in many:
            with undoable():
                ...  # later(write, item), once(key, make)

Outside `together` nothing is gathered: each is written at once. What is gathered is written in the order in which it
came, by each of the writers, before the transaction ends; what was rolled back within is not.

To be ready to roll back a part costs the database more than the part itself. `together(whole=True)` is not ready:
where a part had to be, it ends with `Undone`, nothing of it is kept, and whoever began it does it again without.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import transaction

T = TypeVar("T")
Write = Callable[[list[Any]], object]


class Undone(Exception):
    """A part of a whole run failed, and with it the whole."""


class _Run:
    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self.waiting: list[tuple[Write, Any]] = []
        self.known: dict[Any, Any] = {}


_run: ContextVar[_Run | None] = ContextVar("gathering", default=None)


@contextmanager
def together(*, whole: bool = False) -> Iterator[None]:
    """A transaction, in which what is put off until `later` is written together at the end.

    `whole`: raises `Undone` where something within it fails that is `undoable`.
    """
    with transaction.atomic():
        before = _run.set(run := _Run(whole=whole))
        try:
            yield
        finally:
            _run.reset(before)
        by_writer: dict[Write, list[Any]] = {}
        for write, item in run.waiting:
            by_writer.setdefault(write, []).append(item)
        for write, items in by_writer.items():
            write(items)


@contextmanager
def undoable() -> Iterator[None]:
    """As `transaction.atomic`: what was gathered within goes as well if it is rolled back."""
    run = _run.get()
    if run and run.whole:
        try:
            yield
        except Exception:
            raise Undone from None
        return
    count = len(run.waiting) if run else 0
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if run:
            del run.waiting[count:]
        raise


def gathers() -> bool:
    """Whether what is put off now waits for the end of a run."""
    return _run.get() is not None


def later(write: Write, *items: Any) -> None:
    """Let `write` write these, with all others of this run at its end."""
    run = _run.get()
    if run:
        run.waiting += [(write, item) for item in items]
    elif items:
        write(list(items))


def remember(key: Any, known: Any) -> None:
    """Let `once` give this for `key`, for the rest of the run."""
    run = _run.get()
    if run:
        run.known[key] = known


def once(key: Any, make: Callable[[], T]) -> T:
    """What `make` gives, which is the same throughout a run."""
    run = _run.get()
    if run is None:
        return make()
    if key not in run.known:
        run.known[key] = make()
    known: T = run.known[key]
    return known
