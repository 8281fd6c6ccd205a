"""An index from which the risks that should be looked at again are read, the oldest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_tasks_of_a_case")]
    operations = [
        migrations.AddIndex("risk", models.Index(fields=["review_on", "id"], name="risks_to_review")),
    ]
