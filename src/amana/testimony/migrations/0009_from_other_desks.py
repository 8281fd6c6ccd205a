"""What comes from other desks can be shut for a while; consents come with it. The guards are put on anew."""

from typing import Any

from django.db import migrations, models

from amana.testimony.guards import guard, unguard

WAYS = [
    ("sealed", "in what she sealed herself"),
    ("spoken", "said aloud"),
    ("tick", "ticked on paper"),
    ("thumb", "with a thumb print"),
    ("guardian", "through a guardian"),
    ("desk", "through another desk"),
]


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("testimony", "0008_guards_anew")]
    operations = [
        migrations.RunPython(take_off, put_on),
        migrations.AddField("testimony", "shut", models.BooleanField(default=False)),
        migrations.AlterField("consent", "way", models.CharField(choices=WAYS, max_length=10)),
        migrations.RunPython(put_on, take_off),
    ]
