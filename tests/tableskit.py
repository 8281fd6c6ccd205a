"""Tables for every desk of one run of the tests, of which the first makes them by all migrations and the others copy.

Migrations take seconds, and each worker and each desk in a process of its own would run them. What promises that they
do (`desk init`, restoring, verifying, upgrading) still does.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TEMPLATE = "amana_ready"
"""The database with tables, on the tests' PostgreSQL."""


def shared() -> Path:
    """The folder that all processes of one run share, made by the first."""
    if "AMANA_TEST_READY" not in os.environ:
        folder = os.environ["AMANA_TEST_READY"] = tempfile.mkdtemp(prefix="amana-ready-")
        atexit.register(_remove, folder, os.getpid())
    return Path(os.environ["AMANA_TEST_READY"])


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """No other process of this run is within."""
    with (shared() / name).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def make_tables() -> None:
    """Every table, in the empty database of the open desk."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        with one_at_a_time("sqlcipher.lock"):
            plain = shared() / "tables.db"
            if plain.exists():
                _copy(connection, plain, "main", "ready")
            else:
                call_command("migrate", verbosity=0, interactive=False)
                begun = plain.with_suffix(".begun")
                begun.unlink(missing_ok=True)
                _copy(connection, begun, "ready")
                begun.rename(plain)
    # Where they were copied, this finds nothing to do.
    call_command("migrate", verbosity=0, interactive=False)


def _copy(connection, plain: Path, *to_and_from: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ATTACH DATABASE '{plain}' AS ready KEY ''")
        cursor.execute(f"SELECT sqlcipher_export({', '.join(map(repr, to_and_from))})")
        cursor.execute("DETACH DATABASE ready")
    # This connection knows nothing yet of the search index's virtual table.
    connection.close()


def ready_postgresql() -> str:
    """The name of a database with all tables, of which `CREATE DATABASE … TEMPLATE` makes another at once."""
    from django.core.management import call_command
    from django.db import connection

    from amana.desk.backup.database import beside

    own = connection.settings_dict
    with one_at_a_time("postgresql.lock"):
        with beside({**own, "NAME": "postgres"}), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
            if cursor.fetchone():
                return TEMPLATE
            begun = f"{TEMPLATE}_{os.getpid()}"
            cursor.execute(f"CREATE DATABASE {begun}")
        with beside({**own, "NAME": begun}):
            call_command("migrate", verbosity=0, interactive=False)
        with beside({**own, "NAME": "postgres"}), connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {begun} RENAME TO {TEMPLATE}")
    return TEMPLATE


def a_database(name: str, template: str = "template1") -> str:
    """Where a desk of its own may be: SQLCipher, or a new database of the tests' server, as `template` is."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return "sqlcipher"
    import psycopg

    host = connection.settings_dict["HOST"]
    with psycopg.connect(f"host={host} user=postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"postgresql://postgres@/{name}?host={host}"
