"""A desk's tables as they were at one moment, and tables that are filled again, in either database.

Rows go through the models of the schema that the tables have, which need not be that of this version of Amana;
sealed columns pass as they are stored.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.sql import InsertQuery
from django.db.utils import load_backend

from amana.desk.fields import as_stored
from amana.errors import Problem

DEFAULT = "default"
READ_AT_ONCE, WRITTEN_AT_ONCE = 50, 500
HEAVY = 8 << 20
"""Bytes that are written at once, however few rows they are: an attachment can be large."""
Migrations = list[tuple[str, str]]


@contextmanager
def beside(settings: dict[str, Any]) -> Iterator[None]:
    """Another database in the place of the desk's own, for this thread and until the end.

    In its place, not under another name: a migration may speak to "the" database, and must never meet the desk's.
    """
    own = connections[DEFAULT]
    other = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT)
    connections[DEFAULT] = other
    try:
        yield
    finally:
        connections[DEFAULT] = own
        other.close()


@contextmanager
def snapshot() -> Iterator[None]:
    """The desk's database as it is now, whatever is written meanwhile: within, and in this thread."""
    own = connections[DEFAULT]
    with beside(dict(own.settings_dict)), connections[DEFAULT].cursor() as cursor:
        postgresql = own.vendor == "postgresql"
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def schema_of() -> tuple[Migrations, list[type[models.Model]]]:
    """The last migrations that the tables had, and the models of that schema, in one order."""
    executor = MigrationExecutor(connections[DEFAULT])
    applied = [key for key in executor.loader.applied_migrations if key in executor.loader.graph.nodes]
    graph = executor.loader.graph
    last = [
        key
        for key in applied
        if not any(child.key in applied and child.key[0] == key[0] for child in graph.node_map[key].children)
    ]
    return sorted(last), models_of(executor, last)


def models_of(executor: MigrationExecutor, migrations: Migrations) -> list[type[models.Model]]:
    """The models as they were after `migrations`."""
    found = executor.loader.project_state(migrations).apps.get_models(include_auto_created=True)
    return sorted(found, key=lambda model: model._meta.label_lower)


def columns_of(model: type[models.Model]) -> list[str]:
    """The columns of a model, as attributes."""
    return [field.attname for field in model._meta.local_concrete_fields]


def rows_of(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """Every row, by primary key, sealed columns as they are stored."""
    query = model._base_manager.order_by("pk").values_list(*columns_of(model))
    found = query.iterator(chunk_size=READ_AT_ONCE)
    while True:
        # Nothing is given out within, where whoever takes it would read as stored too.
        with as_stored():
            batch = list(islice(found, READ_AT_ONCE))
        if not batch:
            return
        yield from batch


def make_schema(migrations: Migrations) -> list[type[models.Model]]:
    """Empty tables of the schema of `migrations`; gives its models. `desk.newer_data` for one that this Amana lacks."""
    executor = MigrationExecutor(connections[DEFAULT])
    if any(key not in executor.loader.graph.nodes for key in migrations):
        raise Problem("desk.newer_data")
    executor.migrate(migrations)
    return models_of(executor, migrations)


def fill(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into an empty table, as they were: nothing is drawn or stamped anew."""
    fields = [field for field in model._meta.local_concrete_fields if field.attname in set(columns)]
    batch: list[models.Model] = []
    weight = 0
    for row in rows:
        batch.append(model(**dict(zip(columns, row, strict=True))))
        weight += sum(len(value) for value in row if isinstance(value, bytes | str))
        if len(batch) == WRITTEN_AT_ONCE or weight > HEAVY:
            _insert(model, fields, batch)
            batch, weight = [], 0
    if batch:
        _insert(model, fields, batch)


@contextmanager
def filling(found: Sequence[type[models.Model]]) -> Iterator[None]:
    """One transaction in which tables may be filled in any order; what refers to nothing is refused at its end."""
    connection = connections[DEFAULT]
    loose = connection.disable_constraint_checking()
    try:
        with transaction.atomic(using=DEFAULT):
            if connection.vendor == "postgresql":
                # A migration of this same transaction may have asked for checks at once.
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            yield
            connection.check_constraints()
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), list(found)):
                    cursor.execute(statement)
    finally:
        if loose:
            connection.enable_constraint_checking()


def _insert(model: type[models.Model], fields: Sequence[Any], batch: Sequence[models.Model]) -> None:
    query = InsertQuery(model)
    query.insert_values(fields, list(batch), raw=True)
    with as_stored():
        query.get_compiler(using=DEFAULT).execute_sql()
