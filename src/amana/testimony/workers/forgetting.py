"""What community workers' part lets go of when a testimony is erased."""

from collections.abc import Collection

from django.db import connection

from amana.testimony.guards import lifted
from amana.testimony.models import Envelope, Erased
from amana.testimony.workers.models import Case, TakenIn, Visit


def forget(testimonies: Collection[str]) -> None:
    """Take these off every list, with the envelopes in which phones told of visits; of those only the ids are left."""
    visits = Visit.objects.filter(case__testimony__in=testimonies)
    envelopes = list(visits.values_list("envelope_id", flat=True))
    visits.delete()
    Case.objects.filter(testimony__in=testimonies).delete()
    TakenIn.objects.filter(envelope__testimony__in=testimonies).delete()
    Erased.objects.bulk_create([Erased(pk=pk) for pk in envelopes], ignore_conflicts=True)
    with lifted(connection):
        Envelope.objects.filter(pk__in=envelopes).delete()
