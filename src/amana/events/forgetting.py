"""What becomes of events when testimonies are erased: what rested on them alone goes with them.

An event that other testimonies also speak of stays, with the victims that those tell of.
"""

from collections.abc import Collection

from django.db.models import QuerySet

from amana.events.models import Act, Event, Missing, Telling, Victim, Witness
from amana.testimony.models import Testimony


def acts_of(testimonies: Collection[str]) -> QuerySet[Act]:
    """What was done to victims of whom nothing else tells."""
    return Act.objects.filter(victim__in=_victims_of(testimonies))


def forget(testimonies: Collection[str]) -> None:
    """Remove those victims with their acts, and the events that then rest on no testimony."""
    events = list(Event.objects.filter(testimonies__in=testimonies).values_list("pk", flat=True))
    acts_of(testimonies).delete()
    Witness.objects.filter(told_in__in=testimonies).delete()
    victims = [victim.pk for victim in _victims_of(testimonies)]
    for victim in Victim.objects.filter(told_in__in=testimonies).distinct():
        victim.told_in.remove(*Testimony.objects.filter(pk__in=testimonies))
    Missing.objects.filter(victim__in=victims).delete()
    Victim.objects.filter(pk__in=victims).delete()
    Telling.objects.filter(testimony__in=testimonies).delete()
    Event.objects.filter(pk__in=events, testimonies=None, victims=None).delete()


def _victims_of(testimonies: Collection[str]) -> QuerySet[Victim]:
    others = Testimony.objects.exclude(pk__in=testimonies)
    return Victim.objects.filter(told_in__in=testimonies).exclude(told_in__in=others).distinct()
