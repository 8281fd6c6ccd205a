"""Survivors have a code and somebody who looks after them; consents name recipients. Rows are filled in by 0007."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import amana.desk.fields
from amana.testimony import pseudonym
from amana.testimony.guards import EARLIER, guard, unguard

WAYS = [
    ("sealed", "in what she sealed herself"),
    ("spoken", "said aloud"),
    ("tick", "ticked on paper"),
    ("thumb", "with a thumb print"),
    ("guardian", "through a guardian"),
]


def put_on(apps: Any, schema_editor: Any) -> None:
    guard(schema_editor.connection, EARLIER)


def take_off(apps: Any, schema_editor: Any) -> None:
    unguard(schema_editor.connection)


def person(**more: Any) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, **more
    )


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("testimony", "0005_identity_until")]
    operations = [
        migrations.RunPython(take_off, put_on),
        migrations.AddField(
            "survivor", "code", models.CharField(default=pseudonym.draw, editable=False, max_length=9, null=True)
        ),
        migrations.AddField("survivor", "handler", person(related_name="cases_in_hand")),
        migrations.AddField("survivor", "opened_on", models.DateField(null=True)),
        migrations.AddField("survivor", "closed_on", models.DateField(null=True)),
        migrations.AddField("survivor", "held_back", models.BooleanField(default=False)),
        migrations.AlterField(
            "consent",
            "testimony",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="testimony.testimony",
            ),
        ),
        migrations.AddField(
            "consent",
            "survivor",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="testimony.survivor"
            ),
        ),
        migrations.AddField("consent", "recipient", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("consent", "named", amana.desk.fields.EncryptedText(blank=True, editable=True)),
        migrations.AlterField("consent", "way", models.CharField(choices=WAYS, max_length=10)),
        migrations.AddField("consent", "language", models.CharField(blank=True, default="", max_length=35)),
        migrations.AddField("consent", "valid_until", models.DateField(null=True)),
        migrations.AddConstraint(
            "consent",
            models.CheckConstraint(
                condition=models.Q(testimony=None, survivor__isnull=False)
                | models.Q(testimony__isnull=False, survivor=None),
                name="consent_of_one_thing",
            ),
        ),
        migrations.AddIndex(
            "consent", models.Index(fields=["purpose", "recipient", "testimony"], name="consent_asked_for")
        ),
    ]
