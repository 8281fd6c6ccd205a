"""How each kept thing lets go of a testimony, a survivor or an envelope when these are erased: said beside the thing.

A model with a way to any of the three says so for each, in `erases`, such as `{"testimony": Erases.ROW}`. A model that
says nothing is a fault that a test finds (tests/testimony/test_forgetting.py), so no later table can be forgotten.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import models

from amana.desk.search import index


class Erases(Enum):
    """What becomes of a row whose testimony, survivor or envelope goes."""

    ROW = "the row goes with it"
    LINK = "the row stays, and points to nothing"
    ROOM = "its room sees to it (Room.forget), since the row may rest on other things too"
    STAYS = "what it points to is never one that is erased"


ROOTS = ("testimony.testimony", "testimony.survivor", "testimony.envelope")


def declared(model: type[models.Model]) -> dict[str, Erases]:
    """What a model says of its own columns."""
    found: dict[str, Erases] = getattr(model, "erases", {})
    return found


def pointing(roots: tuple[str, ...] = ROOTS) -> Iterator[tuple[type[models.Model], Any]]:
    """Every model and field of it that points to one of the roots, or to a row that may go with one."""
    waiting, seen = list(roots), set()
    while waiting:
        name = waiting.pop()
        for model in apps.get_models():
            for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]:
                related: Any = field.related_model
                if related is None or related._meta.label_lower != name:
                    continue
                if (model, field.name) not in seen:
                    seen.add((model, field.name))
                    waiting.append(model._meta.label_lower)
                    yield model, field


def tables() -> list[str]:
    """Every table in which something may be erased, the search index's among them, to be emptied of what was."""
    found = {apps.get_model(name)._meta.db_table for name in ROOTS}
    for model, field in pointing():
        found.add(model._meta.db_table)
        if field.many_to_many:
            found.add(field.remote_field.through._meta.db_table)
    return sorted(found.union(index.tables()))
