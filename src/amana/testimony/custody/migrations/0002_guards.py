"""From here on the database refuses to change what the log holds."""

from typing import Any

from django.db import migrations

from amana.testimony.custody.guards import FIRST_TABLES, guard, unguard


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection, FIRST_TABLES)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection, FIRST_TABLES)


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial")]
    operations = [migrations.RunPython(put_on, take_off)]
