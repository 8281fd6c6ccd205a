"""By which transaction a row of PostgreSQL's search index was written (spec/search.md)."""

from typing import Any

from django.db import migrations

from amana.desk.search import index


def put_on(apps: Any, schema_editor: Any) -> None:
    index.add_written(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_search")]
    operations = [migrations.RunPython(put_on, migrations.RunPython.noop)]
