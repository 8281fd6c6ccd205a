"""What stands on the page that somebody carries to a service: where it is, and what was agreed that it may know.

A page can be found by others. It has a code of its own, says nothing of what happened, and names nobody unless the
person wished so.
"""

from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import date_format

from amana.care.models import Service
from amana.care.publishing import read_card
from amana.care.referrals.actions import tells
from amana.care.referrals.models import Referral
from amana.language import said as in_words
from amana.testimony.cases.minors import about_of
from amana.testimony.cases.showing import said
from amana.testimony.models import Card, Survivor
from amana.vocabulary import entries, label

WORDS = "referral_page"


@dataclass(frozen=True)
class Carried:
    """The page in one language: lines are a heading and what it says."""

    to: str
    where: tuple[tuple[str, str], ...]
    told: tuple[tuple[str, str], ...]
    """What the service may know; empty where it is told nothing."""
    answer: str
    words: dict[str, str]
    unchecked: bool


def page_of(row: Referral, language: str) -> Carried:
    """The page for a referral, in `language`."""
    with translation.override(language):
        words = {code: label(WORDS, code) for code in entries(WORDS)}
        service = Service.objects.filter(pk=row.service).first()
        told = tuple(_told(row)) if tells(row) else ()
        by = date_format(row.reply_on, "j F Y") if row.reply_on else ""
        answer = words["answer_by" if by else "answer_open"].format(day=by, code=row.code)
        to = str(service) if service else row.to
        where = tuple(_where(service, words))
    unchecked = language in entries(WORDS)["where"].unchecked
    return Carried(to, where, told, answer, words, unchecked)


def _where(service: Service | None, words: dict[str, str]) -> list[tuple[str, str]]:
    if service is None:
        return []
    lines = [(words[name], in_words(getattr(service, name))) for name in ("where", "how", "hours")]
    lines.append((words["phone"], service.phone or ""))
    lines.append(("", words["free"] if service.free else ""))
    lines.append(("", words["women"] if service.women_staff else ""))
    return [(head, text) for head, text in lines if text]


def _told(row: Referral) -> list[tuple[str, str]]:
    """Each thing that was agreed to and is known, under its name; what is not known is left out."""
    values = _values(row, row.survivor)
    lines = [
        (label(WORDS, "kind"), said("services", row.kind)),
        (label(WORDS, "urgency"), said("referral_urgency", row.urgency)),
    ]
    lines += [(_head(code), values[code]) for code in row.shared]
    return [(head, text) for head, text in lines if text] + [(label(WORDS, "code"), row.code)]


def _head(code: str) -> str:
    return label(WORDS if code in entries(WORDS) else "referral_shares", code)


def _values(row: Referral, survivor: Survivor) -> dict[str, str]:
    about = about_of(survivor)
    return {
        "purpose": row.purpose,
        "languages": ", ".join(said("languages", tag) for tag in about.languages),
        "age": about.age or said("age_bands", about.band),
        "sex": said("sexes", about.sex),
        "desk": _desk(),
        "contact": " · ".join(filter(None, [survivor.contact, survivor.safe_contact])),
        "name": survivor.name,
    }


def _desk() -> str:
    """What the desk calls itself on its card; nothing where it has none."""
    kept = Card.objects.order_by("-serial").first()
    return in_words(read_card(kept).names) if kept else ""
