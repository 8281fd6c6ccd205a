"""Indexes that hold all by which a list is narrowed: of the rows that a page passes over, nothing else is read."""

from django.db import migrations, models

INDEXES = {
    ("testimony", "testimony_newest"): ["-day", "id", "handler", "shut"],
    ("testimony", "testimony_by_kind"): ["kind", "-day", "id", "handler", "shut", "seen", "survivor"],
    ("survivor", "case_open"): ["closed_on", "code", "handler", "id", "opened_on"],
}


class Migration(migrations.Migration):
    dependencies = [("testimony", "0012_lists_of_cases")]
    operations = [
        operation
        for (model, name), fields in INDEXES.items()
        for operation in (
            migrations.RemoveIndex(model, name),
            migrations.AddIndex(model, models.Index(fields=fields, name=name)),
        )
    ]
