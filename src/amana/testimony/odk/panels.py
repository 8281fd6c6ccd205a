"""What this part shows elsewhere: beside a testimony, that its origin is unproven; at home, what waits."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from amana.desk.room import Need
from amana.testimony.models import Testimony
from amana.testimony.odk.models import Refusal, Submission


def beside(thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """On the page of a testimony that came by ODK."""
    if isinstance(thing, Testimony) and Submission.objects.filter(testimony=thing).exists():
        yield "odk/beside.html", {}


def needs() -> Iterator[Need]:
    """In sentences that name nobody."""
    page = reverse("odk:phones")
    refused = Refusal.objects.filter(seen=False).count()
    if refused:
        yield Need(
            gettext("A phone with ODK Collect sent part of a form unencrypted, and the hub refused it"),
            page,
            urgent=True,
        )
    waiting = Submission.objects.filter(testimony=None).count()
    if waiting:
        say = ngettext(
            "{count} form from ODK Collect waits for files that have not come yet",
            "{count} forms from ODK Collect wait for files that have not come yet",
            waiting,
        ).format(count=waiting)
        yield Need(say, page)
