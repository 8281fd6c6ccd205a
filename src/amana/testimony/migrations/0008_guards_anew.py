"""No two survivors share a code, and what names recipients is guarded as all else that was received."""

from typing import Any

from django.db import migrations, models

from amana.testimony import pseudonym
from amana.testimony.guards import guard, unguard


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("testimony", "0007_codes")]
    operations = [
        migrations.AlterField(
            "survivor",
            "code",
            models.CharField(default=pseudonym.draw, editable=False, max_length=9, unique=True),
        ),
        migrations.RunPython(put_on, take_off),
    ]
