"""A service is found by all that the directory says of it, in every language that it is said in."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.care.models import Area, Service
from amana.desk.languages import LANGUAGES
from amana.desk.policy import may
from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.language import said
from amana.vocabulary import label

if TYPE_CHECKING:
    from amana.desk.models import User


def texts(service: Service) -> Iterator[str]:
    """Names, what, where, how, hours; its kind and areas in words; its telephone."""
    for by_language in (service.names, service.what, service.where, service.how, service.hours):
        yield from by_language.values()
    for area in Area.objects.filter(pk__in=service.areas):
        yield from area.names.values()
    yield from (label("services", service.kind, language) for language in LANGUAGES)
    yield service.phone or ""


def seen(user: "User") -> QuerySet[Service]:
    """All, or none."""
    return Service.objects.all() if may(user, "care.read") else Service.objects.none()


def show(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by its name, with its kind and where it is."""
    for row in rows:
        beside = (label("services", row.kind), said(row.where))
        url = reverse("care:service", args=[row.pk]) if may(user, "care.edit") else reverse("care:directory")
        yield Hit(url, str(row), tuple(one for one in beside if one))


def _near(area: Area) -> list[str]:
    return [service.pk for service in Service.objects.all() if area.pk in service.areas]


FINDABLE = Findable(
    sections=(Section("services", _("Services"), Service, ("pk",), seen, show, action="care.read"),),
    words=(Words("service", "services", _("in the directory"), Service, seen, texts, parts={Area: _near}),),
)
