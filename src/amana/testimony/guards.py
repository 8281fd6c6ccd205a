"""Triggers by which either database refuses to change or remove what was received.

`KeptForGood` says so to the code; these say so to whatever else reaches the database.
Who owns the database can drop them, which the envelope's id and the custody log show.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

REFUSAL = "what was received is kept as it came"
KEPT = {
    "testimony_envelope": ("id", "sealed", "day", "way"),
    "testimony_testimony": ("id", "envelope_id", "code", "kind", "told", "receipt", "draft", "day"),
    "testimony_consent": (
        "id",
        "testimony_id",
        "survivor_id",
        "purpose",
        "recipient",
        "named",
        "answer",
        "way",
        "language",
        "valid_until",
        "at",
        "recorded_by_id",
    ),
    "testimony_attachment": ("id", "testimony_id", "position", "content"),
    "testimony_questionnaire": ("id", "form", "version", "phone", "odk"),
    "testimony_gazetteer": ("sha256", "places"),
    "testimony_reply": ("id", "testimony_id", "text", "written_by_id", "at"),
}
EARLIER = {
    **KEPT,
    "testimony_consent": ("id", "testimony_id", "purpose", "answer", "way", "at", "recorded_by_id"),
}
"""What was guarded before consents named recipients: for the migrations of that time."""

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION testimony_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def guard(connection: Any, kept: Mapping[str, Sequence[str]] = KEPT) -> None:
    """Put the triggers on. `kept`: table → the columns that never change."""
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute(_POSTGRESQL)
        for table, columns in kept.items():
            for name, act in (("change", f"UPDATE OF {', '.join(columns)}"), ("removal", "DELETE")):
                body = (
                    "FOR EACH ROW EXECUTE FUNCTION testimony_refuse()"
                    if postgresql
                    else f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
                cursor.execute(f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} {body}")


def unguard(connection: Any) -> None:
    """Take the triggers off, as undoing the migration does."""
    of_table = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in KEPT:
            for name in ("change", "removal"):
                cursor.execute(f"DROP TRIGGER {table}_no_{name}" + (f" ON {table}" if of_table else ""))


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """The triggers are off within, inside the transaction that this is part of: nobody else ever sees them off."""
    unguard(connection)
    yield
    guard(connection)
