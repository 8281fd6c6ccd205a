"""When letters went is looked up with each account that comes by a receipt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("testimony", "0010_lists")]
    operations = [
        migrations.AlterField("receipt", "written", models.DateTimeField(null=True, db_index=True)),
    ]
