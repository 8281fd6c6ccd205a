from django.db import migrations

import amana.desk.fields


class Migration(migrations.Migration):
    dependencies = [("partners", "0004_what_is_added")]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="salt",
            field=amana.desk.fields.EncryptedBytes(default=b"", editable=True),
        ),
    ]
