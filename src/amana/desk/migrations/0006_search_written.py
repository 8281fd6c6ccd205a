"""By which transaction a row of PostgreSQL's search index was written (spec/search.md)."""

from typing import Any

from django.db import migrations

WITH_WRITTEN = (
    "ALTER TABLE search_document ADD COLUMN written xid8 NOT NULL DEFAULT pg_current_xact_id()",
    "CREATE INDEX search_written ON search_document (kind, written)",
    "CREATE INDEX search_in_order ON search_document (kind, id)",
)


def put_on(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in WITH_WRITTEN:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_search")]
    operations = [migrations.RunPython(put_on, migrations.RunPython.noop)]
