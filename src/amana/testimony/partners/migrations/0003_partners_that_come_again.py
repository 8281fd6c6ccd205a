from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_forms_of_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="partner",
            name="again",
            field=models.BooleanField(default=False),
        ),
    ]
