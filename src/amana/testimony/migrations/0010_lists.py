"""Indexes from which the lists are read in their order, however long they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("testimony", "0009_from_other_desks")]
    operations = [
        migrations.AddIndex(
            "testimony",
            models.Index(fields=["handler", "-day", "id", "kind", "draft", "shut"], name="testimony_in_hands"),
        ),
        migrations.AddIndex(
            "testimony", models.Index(fields=["handler", "seen", "-day", "id"], name="testimony_unread")
        ),
        migrations.AddIndex("testimony", models.Index(fields=["-day", "id", "handler"], name="testimony_newest")),
        migrations.AddIndex("testimony", models.Index(fields=["kind", "-day", "id"], name="testimony_by_kind")),
    ]
