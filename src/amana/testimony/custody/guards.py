"""Triggers by which either database refuses to change or remove what the log holds.

They stop a mistake and a curious administrator. Who owns the database can drop them;
that is what commitments and checkpoints are for.
"""

from typing import Any

FIRST_TABLES = ("custody_row", "custody_signed")
LODGED_TABLES = ("custody_lodged", "custody_seen")
TABLES = FIRST_TABLES + LODGED_TABLES
REFUSAL = "the custody log is append-only"

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION custody_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def guard(connection: Any, tables: tuple[str, ...] = TABLES) -> None:
    """Put the triggers on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION custody_refuse()"
                )
                continue
            for act in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )


def unguard(connection: Any, tables: tuple[str, ...] = TABLES) -> None:
    """Take the triggers off, as undoing the migration does."""
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {table}_guard ON {table}")
            else:
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
