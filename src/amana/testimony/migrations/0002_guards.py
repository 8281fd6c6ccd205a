"""From here on the database refuses to change what was received."""

from typing import Any

from django.db import migrations

from amana.testimony.guards import EARLIER, guard, unguard


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection, EARLIER)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("testimony", "0001_initial")]
    operations = [migrations.RunPython(put_on, take_off)]
