"""An index that has all by which the list of what is awaited is narrowed and put in order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_since")]
    operations = [
        migrations.RemoveIndex("referral", "referrals_due"),
        migrations.AddIndex(
            "referral",
            models.Index(fields=["ended_on", "reply_on", "at", "id", "survivor"], name="referrals_awaited"),
        ),
    ]
