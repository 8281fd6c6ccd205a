"""Keeping the index in step with what it indexes, and making it anew.

Whatever is kept or removed by the models is kept or removed in the index within the same transaction. Rows that are
written past the models (a restored backup) are found once the index was made anew, which an opened desk sees to.
"""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save

from amana.desk.fields import EncryptedBytes
from amana.desk.frame import rooms
from amana.desk.gathering import gathers, later
from amana.desk.search import index
from amana.desk.search.findable import Changed, Section, Words

AT_ONCE = 100
SMALL = 300
"""So many things are put in at once when a desk is opened; more of them beside the work."""
TEXT = (EncryptedBytes, models.CharField, models.TextField, models.JSONField)
_one = threading.Lock()


@cache
def all_words() -> tuple[Words, ...]:
    """Every kind of words, in the order of the rooms."""
    return tuple(words for room in rooms() for words in room.findable().words)


@cache
def sections() -> dict[str, Section]:
    """Every section, in the order of the rooms, by name."""
    return {section.name: section for room in rooms() for section in room.findable().sections}


@cache
def _watched() -> dict[type[models.Model], list[tuple[Words, Changed]]]:
    found: dict[type[models.Model], list[tuple[Words, Changed]]] = defaultdict(list)
    for words in all_words():
        found[words.model].append((words, lambda row: [row.pk]))
        for part, changed in words.parts.items():
            found[part].append((words, changed))
    return found


def connect() -> None:
    """Listen to every table that holds words."""
    for model in _watched():
        post_save.connect(_kept, sender=model, dispatch_uid="amana.desk.search")
        post_delete.connect(_removed, sender=model, dispatch_uid="amana.desk.search")


def add(row: models.Model) -> None:
    """Keep a new row and its words; in a run with all others at its end: until then nothing may ask for it."""
    if not gathers():
        row.save(force_insert=True)
        return
    later(_insert, row)
    _kept(type(row), row, created=True)  # of what is written together nobody is told


def _insert(rows: list[models.Model]) -> None:
    by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, some in by_model.items():
        model._base_manager.bulk_create(some)


def _kept(sender: Any, instance: Any, created: bool = False, update_fields: Any = None, **more: Any) -> None:
    if update_fields and not any(isinstance(sender._meta.get_field(name), TEXT) for name in update_fields):
        return
    for words, changed in _watched()[sender]:
        if created and words.model is sender:
            # Nobody else can know of it yet, and it is as it was just written.
            index.keep(words.kind, str(instance.pk), words.texts(instance), words.facets(instance))
        else:
            put(words, changed(instance))


def _removed(sender: Any, instance: Any, **more: Any) -> None:
    for words, changed in _watched()[sender]:
        if words.model is sender:
            index.remove(words.kind, [str(instance.pk)])
        else:
            put(words, changed(instance))


def put(words: Words, pks: Iterable[Any]) -> None:
    """Put rows' words into the index, as they are now; what is not there any more is taken out."""
    wanted = list(pks)
    index.hold(words.kind, map(str, wanted))
    rows = words.model._base_manager.in_bulk(wanted) if wanted else {}
    for row in rows.values():
        index.keep(words.kind, str(row.pk), words.texts(row), words.facets(row))
    gone = [str(pk) for pk in wanted if pk not in rows]
    if gone:
        index.remove(words.kind, gone)


def make_anew() -> int:
    """Empty the index and make it of all that is kept. How many things it then has."""
    with transaction.atomic():
        index.empty()
    return make_whole()


def make_whole() -> int:
    """Put in what is not in it yet, some at a time; killed, the next goes on from there. How many were put in."""
    done = 0
    with _one:
        if index.marked("version") != index.VERSION:
            with transaction.atomic():
                index.empty()
                index.mark("version", index.VERSION)
        for words in all_words():
            for pks in _missing(words):
                with transaction.atomic():
                    put(words, pks)
                    index.mark(f"at {words.kind}", str(pks[-1]))
                done += len(pks)
        index.mark("whole", _version())
    return done


def is_whole() -> bool:
    """Whether all that there is to find is in it, as this version has it, with kinds of words that came since."""
    return index.marked("whole") == _version()


def _version() -> str:
    kinds = " ".join(sorted(words.kind for words in all_words()))
    return f"{index.VERSION} {hashlib.sha256(kinds.encode()).hexdigest()[:32]}"


def make_ready() -> None:
    """Of an opened desk: make the index whole, if it is not, and ready; beside the work, where that takes its time."""
    if is_whole() or sum(words.model._base_manager.count() for words in all_words()) > SMALL:
        threading.Thread(target=_beside, daemon=True).start()
    else:
        make_whole()


def _beside() -> None:
    # Whatever stops it, a closed lock for one: the next opening goes on from there.
    with suppress(Exception):
        if not is_whole():
            make_whole()
        index.as_of_now()
    connection.close()


def _missing(words: Words) -> Iterator[list[Any]]:
    """The keys that come after those that were put in, in pieces."""
    rows = words.model._base_manager.order_by("pk")
    last: Any = index.marked(f"at {words.kind}")
    while True:
        found = list((rows.filter(pk__gt=last) if last else rows).values_list("pk", flat=True)[:AT_ONCE])
        if not found:
            return
        yield found
        last = found[-1]
