from django.db import migrations

import amana.desk.fields


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="sharing",
            name="why",
            field=amana.desk.fields.EncryptedText(blank=True, editable=True),
        ),
    ]
