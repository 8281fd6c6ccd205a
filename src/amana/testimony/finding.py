"""By which words a testimony is found: own words by those who may read them, the rest by those who may open it."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.languages import LANGUAGES
from amana.desk.policy import may
from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.testimony import policy
from amana.testimony.asked import form_told, places_told
from amana.testimony.models import Reply, Testimony
from amana.testimony.partners.models import Came
from amana.testimony.telling import as_told

if TYPE_CHECKING:
    from amana.desk.models import User


def all_of(row: Testimony) -> Iterator[str]:
    """Everything on its page, for who reads its own words: answers in each language, messages, replies, file names."""
    yield from answers(row, own_words=True)
    yield row.told.get("text") or ""
    yield from (attachment["name"] for attachment in row.told["attachments"])
    yield from (reply.text for reply in row.replies.all())


def answers(row: Testimony, *, own_words: bool = False) -> Iterator[str]:
    """Its code and its answers; without own words, as those see it who do not look after it."""
    yield row.code
    form, places = form_told(row), places_told(row)
    for language in LANGUAGES:
        for answer in as_told(row.told, form, language, own_words=own_words, places=places):
            if answer.kind == "said":
                yield from answer.words
                yield from answer.own


def of_came(row: Came) -> list[str]:
    """The account that came from another desk, whose form came with it."""
    return [row.testimony_id] if row.testimony_id else []


def show(user: "User", rows: Collection[Testimony]) -> Iterator[Hit]:
    """Each by its code, with what it is, when it came and, for who oversees that, with whom it is."""
    oversees = may(user, "testimony.oversee")
    prefetch_related_objects(list(rows), "handler")
    for row in rows:
        came = gettext("came {day}").format(day=date_format(row.day, "j F Y"))
        beside = [row.get_kind_display(), came]
        if row.handler_id == user.pk:
            beside.append(gettext("You look after it."))
            if not row.seen:
                beside.append(gettext("not read yet"))
        elif oversees and row.handler is not None:
            beside.append(gettext("with {who}").format(who=row.handler.name))
        yield Hit(reverse("testimony:testimony", args=[row.pk]), row.code, tuple(beside), code=True)


FINDABLE = Findable(
    sections=(
        Section(
            "testimonies",
            _("Testimonies"),
            Testimony,
            ("-day", "pk"),
            policy.readable,
            show,
            period=("day", "day"),
            action="testimony.read",
        ),
    ),
    words=(
        Words(
            "testimony.words",
            "testimonies",
            _("in what was told"),
            Testimony,
            lambda user: policy.among(user, "testimony.words"),
            all_of,
            parts={Reply: lambda row: [row.testimony_id], Came: of_came},
        ),
        Words(
            "testimony.answers",
            "testimonies",
            _("in the answers"),
            Testimony,
            policy.readable,
            answers,
            parts={Came: of_came},
            facets=lambda row: [f"language {row.told['language']}"],
        ),
    ),
)
