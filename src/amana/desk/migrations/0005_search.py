"""The search index (spec/search.md). Its tables are no models: it is made of others, and no backup has it."""

from typing import Any

from django.db import migrations

from amana.desk.search import index


def put_on(apps: Any, schema_editor: Any) -> None:
    index.create(schema_editor.connection)


def take_off(apps: Any, schema_editor: Any) -> None:
    index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_job")]
    operations = [migrations.RunPython(put_on, take_off)]
