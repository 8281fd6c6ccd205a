"""Indexes from which the lists of cases, and what was kept aside, are read however much there is beside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("testimony", "0011_written")]
    operations = [
        migrations.AddIndex("envelope", models.Index(fields=["reason", "-day", "id"], name="envelope_aside")),
        migrations.AddIndex(
            "survivor", models.Index(fields=["handler", "closed_on", "code", "opened_on"], name="case_in_hands")
        ),
        migrations.AddIndex("survivor", models.Index(fields=["handler", "-closed_on", "code"], name="case_closed")),
        migrations.AddIndex("survivor", models.Index(fields=["closed_on", "code", "handler", "id"], name="case_open")),
    ]
