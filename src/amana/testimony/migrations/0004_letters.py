"""Letters to receipts in place of replies one by one, and erasing."""

from typing import Any

from django.db import migrations, models

import amana.desk.fields
from amana.testimony.guards import EARLIER, guard, unguard


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection, EARLIER)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("testimony", "0003_identifying_words")]
    operations = [
        migrations.RunPython(take_off, put_on),
        migrations.RemoveField("reply", "sealed"),
        migrations.RemoveField("reply", "sent"),
        migrations.AlterField(
            "testimony",
            "kind",
            models.CharField(
                choices=[
                    ("account", "Account"),
                    ("draft", "Unfinished account"),
                    ("addition", "Addition"),
                    ("choices", "Choices"),
                    ("erasure", "Wish to erase"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("address", amana.desk.fields.EncryptedJSON(editable=True)),
                ("came", models.DateField()),
                ("next", models.DateField(db_index=True)),
                ("written", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Erased",
            fields=[("id", models.CharField(max_length=52, primary_key=True, serialize=False))],
        ),
        migrations.RunPython(put_on, take_off),
    ]
