"""An index from which the list of events is read in its order, however long it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0002_missing_witnesses")]
    operations = [migrations.AddIndex("event", models.Index(fields=["-at", "id"], name="event_newest"))]
