"""A code for each survivor who has none, and whoever looks after her accounts for whoever looks after her."""

from typing import Any

from django.db import migrations

from amana.testimony import pseudonym


def fill(apps: Any, schema_editor: Any) -> None:
    survivors, testimonies = apps.get_model("testimony", "Survivor"), apps.get_model("testimony", "Testimony")
    for pk in list(survivors.objects.values_list("pk", flat=True)):
        told = testimonies.objects.filter(survivor=pk).order_by("day").values_list("handler", "day")
        handler = next((one for one, _ in told if one), None)
        day = next((day for _, day in told), None)
        survivors.objects.filter(pk=pk).update(code=pseudonym.draw(), handler=handler, opened_on=day)


class Migration(migrations.Migration):
    dependencies = [("testimony", "0006_cases")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
