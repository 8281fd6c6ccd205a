"""SQLCipher's search index as PostgreSQL's is, sealed row by row, and asked in memory (spec/search.md).

Nothing can be read out of the old one: it is made anew, beside the work, once the desk is open.
"""

from typing import Any

from django.db import migrations

ANEW = (
    "DROP TABLE search_tokens",
    "DROP TABLE search_document",
    "CREATE TABLE search_document (id integer PRIMARY KEY AUTOINCREMENT, kind text NOT NULL, key text NOT NULL, "
    "tokens blob NOT NULL, UNIQUE (kind, key))",
    "DELETE FROM search_state",
)
OF_ALL_KINDS = (
    "DROP INDEX search_written",
    "DROP INDEX search_in_order",
    "CREATE INDEX search_written ON search_document (written)",
)


def put_on(apps: Any, schema_editor: Any) -> None:
    for statement in OF_ALL_KINDS if schema_editor.connection.vendor == "postgresql" else ANEW:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_search_written")]
    operations = [migrations.RunPython(put_on, migrations.RunPython.noop)]
