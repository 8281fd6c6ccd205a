"""From here on the database refuses to change what was lodged outside, and what was countersigned for others."""

from typing import Any

from django.db import migrations

from amana.testimony.custody.guards import LODGED_TABLES, guard, unguard


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection, LODGED_TABLES)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection, LODGED_TABLES)


class Migration(migrations.Migration):
    dependencies = [("custody", "0003_lodging")]
    operations = [migrations.RunPython(put_on, take_off)]
