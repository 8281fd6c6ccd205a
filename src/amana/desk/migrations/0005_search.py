"""The search index (spec/search.md). Its tables are no models: it is made of others, and no backup has it."""

from typing import Any

from django.db import migrations

PUT_ON = {
    "sqlite": (
        "CREATE TABLE search_document (id integer PRIMARY KEY AUTOINCREMENT, kind text NOT NULL, key text NOT NULL, "
        "UNIQUE (kind, key))",
        "CREATE VIRTUAL TABLE search_tokens USING fts5 (tokens, content='', contentless_delete=1, detail=none, "
        "tokenize='ascii')",
        "CREATE TABLE search_state (name text PRIMARY KEY, value text NOT NULL)",
    ),
    "postgresql": (
        "CREATE TABLE search_document (id bigserial PRIMARY KEY, kind varchar(40) NOT NULL, key varchar(80) NOT NULL, "
        "tokens bytea NOT NULL, UNIQUE (kind, key))",
        "CREATE TABLE search_state (name varchar(80) PRIMARY KEY, value varchar(80) NOT NULL)",
    ),
}
TAKE_OFF = tuple(f"DROP TABLE IF EXISTS {name}" for name in ("search_tokens", "search_document", "search_state"))


def put_on(apps: Any, schema_editor: Any) -> None:
    for statement in PUT_ON[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_off(apps: Any, schema_editor: Any) -> None:
    for statement in TAKE_OFF:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_job")]
    operations = [migrations.RunPython(put_on, take_off)]
