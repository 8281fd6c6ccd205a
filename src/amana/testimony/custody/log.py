"""Recording: an action and its entry are declared together, and happen together or not at all.

    @logged("testimony.answered", subject="testimony")
    def answer(actor: User, testimony: Testimony, text: str) -> Reply: ...

The decorated function runs in a transaction and its entry is written in the same
one, last, so that the log's turn is held as briefly as can be. `detail` names
arguments that hold codes or reasons; what was told and names never go there.
"""

import functools
import inspect
import secrets
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models
from django.utils import timezone

from amana.desk.gathering import later, undoable
from amana.testimony.custody.entry import Entry, commit, stamp
from amana.testimony.custody.models import SALT, Row

P = ParamSpec("P")
R = TypeVar("R")


def logged(
    action: str, *, subject: str = "", detail: tuple[str, ...] = (), when: Callable[[Any], bool] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare that a function is `action`, done by its first argument to its argument `subject`, or else to its result.

    `when`, given the result, says whether anything was done at all; without it, something always was.
    """

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            with undoable():
                result = function(*args, **kwargs)
                if when is None or when(result):
                    actor = next(iter(bound.arguments.values()), None)
                    about = bound.arguments[subject] if subject else result
                    record(actor, action, about, {name: bound.arguments[name] for name in detail})
            return result

        act.custody_action = action  # type: ignore[attr-defined]
        return act

    return declare


def record(actor: Any, action: str, subject: Any = "", detail: Mapping[str, Any] | None = None) -> None:
    """Write one entry, in the transaction of the action that it tells of (RuntimeError outside one).

    `actor` is a person or None for the desk itself; `subject` a kept thing, a "KIND:ID" string or nothing.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs in the transaction of its action")
    later(_write, (stamp(timezone.now()), refer(actor) or "desk", action, refer(subject), dict(detail or {})))


def _write(entries: list[tuple[Any, ...]]) -> None:
    first = take_turn()
    Row.objects.bulk_create(make_row(Entry(index, *entry)) for index, entry in enumerate(entries, start=first))


def take_turn() -> int:
    """The next free place, held against every other writer until the transaction ends.

    SQLite's transactions begin with the write lock; PostgreSQL's take a lock on the table that lets readers read.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE custody_row IN EXCLUSIVE MODE")
        cursor.execute('SELECT MAX("index") FROM custody_row')
        last: int | None = cursor.fetchone()[0]
    return 0 if last is None else last + 1


def make_row(entry: Entry) -> Row:
    """The row of an entry, with a fresh salt, not yet kept."""
    salt, data = secrets.token_bytes(SALT), entry.to_bytes()
    return Row.of(entry.index, commit(salt, data), salt + data)


def refer(thing: Any) -> str:
    """A kept thing as "kind:id"; text as it is; nothing as nothing."""
    if isinstance(thing, models.Model):
        return f"{thing._meta.model_name}:{thing.pk}"
    return thing if isinstance(thing, str) else ""
