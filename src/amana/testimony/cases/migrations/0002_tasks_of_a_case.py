"""An index from which what is next in a case is read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.AddIndex("task", models.Index(fields=["survivor", "ended_on", "due", "id"], name="tasks_of_a_case")),
    ]
