import django.db.models.deletion
from django.db import migrations, models

import amana.desk.fields
import amana.testimony.models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_partners_that_come_again"),
        ("testimony", "0011_written"),
    ]

    operations = [
        migrations.AddField(
            model_name="came",
            name="adds_to",
            field=models.CharField(blank=True, db_index=True, max_length=22),
        ),
        migrations.AddField(
            model_name="share",
            name="of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="additions", to="partners.share"
            ),
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=amana.testimony.models.random_id,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("changed", models.BooleanField()),
                ("part", models.PositiveSmallIntegerField()),
                ("told", amana.desk.fields.EncryptedJSON(default=dict, editable=True)),
                ("content", amana.desk.fields.EncryptedBytes(default=b"", editable=True)),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="testimony.attachment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("attachment", "changed", "part"), name="copied_once")],
            },
        ),
    ]
