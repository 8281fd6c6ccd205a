"""Answering a question: in each section what the person may see and the words find, and nothing of the rest.

What may be seen is decided in the same query that finds, before anything is counted, cut into pages or compared: a row
that is not for this person changes no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import AutoField, Q, QuerySet

from amana.desk.keyset import page
from amana.desk.search import index
from amana.desk.search.findable import Hit, Section, Words
from amana.desk.search.keeping import all_words, sections
from amana.desk.search.tokens import Asked, asked
from amana.testimony.custody.log import record

if TYPE_CHECKING:
    from amana.desk.models import User

FIRST, MORE = 10, 50
"""How many of a section stand on the first page, and how many on one that shows a section alone."""
WRITTEN, ALIKE = "written", "alike"


@dataclass(frozen=True)
class Found:
    """What a section holds for a question. `how`: written as asked, or alike; `after`: where more begins, or empty."""

    section: Section
    how: str
    hits: tuple[tuple[Hit, tuple[str, ...]], ...]
    after: str = ""


def answer(user: "User", question: str) -> list[Found]:
    """The first things of every section. The log has it that somebody searched, and not for what."""
    words = asked(question)
    if not words:
        return []
    with transaction.atomic():
        record(user, "search.made")
        return [found for section in sections().values() for found in _both(user, section, words)]


def answer_more(user: "User", question: str, name: str, how: str, after: str) -> list[Found]:
    """More of one section, after its row `after`; what is written alike follows what is written as asked."""
    words, section = asked(question), sections().get(name)
    if not words or section is None:
        return []
    with transaction.atomic():
        found = _found(user, section, words, how, after, MORE) if how in (WRITTEN, ALIKE) else None
        if how == WRITTEN and (found is None or not found.after):
            return [one for one in (found, _found(user, section, words, ALIKE, "", MORE)) if one]
        return [found] if found else []


def _both(user: "User", section: Section, words: Sequence[Asked]) -> Iterator[Found]:
    written = _found(user, section, words, WRITTEN, "", FIRST)
    if written:
        yield written
    if not written or not written.after:
        left = FIRST - (len(written.hits) if written else 0)
        alike = _found(user, section, words, ALIKE, "", max(left, 1))
        if alike:
            yield alike


def _found(user: "User", section: Section, words: Sequence[Asked], how: str, after: str, size: int) -> Found | None:
    kinds = [one for one in all_words() if one.section == section.name]
    things = section.model._default_manager.filter(_any(user, kinds, words, how))
    if how == ALIKE:
        things = things.exclude(_any(user, kinds, words, WRITTEN))
    rows = page(things, section.order, size, after)
    if not rows.rows:
        return None
    where = _where(user, kinds, words, how, [row.pk for row in rows.rows])
    hits = zip(section.show(user, rows.rows), (where[row.pk] for row in rows.rows), strict=True)
    return Found(section, how, tuple(hits), rows.after)


def _any(user: "User", kinds: Sequence[Words], words: Sequence[Asked], how: str) -> Q:
    """The things that are found by words of any of the kinds, all words within one of them."""
    found = Q(pk__in=[])
    for kind in kinds:
        found |= Q(pk__in=_rows(user, kind, words, how).values(kind.to))
    return found


def _rows(user: "User", kind: Words, words: Sequence[Asked], how: str) -> QuerySet[Any]:
    groups = [[word.written] if how == WRITTEN else sorted(word.alike) for word in words]
    number = isinstance(kind.model._meta.pk, AutoField)
    return kind.seen(user).filter(pk__in=index.matching(kind.kind, groups, number))


def _where(
    user: "User", kinds: Sequence[Words], words: Sequence[Asked], how: str, pks: Sequence[Any]
) -> dict[Any, tuple[str, ...]]:
    """Of each thing, in which of its words it was found. What the log must know of that is in it before it is shown."""
    found: dict[Any, list[str]] = {pk: [] for pk in pks}
    for kind in kinds:
        rows = _rows(user, kind, words, how).filter(**{f"{kind.to}__in": pks})
        for pk in sorted(set(rows.values_list(kind.to, flat=True))):
            if str(kind.where) not in found[pk]:
                found[pk].append(str(kind.where))
            if kind.names:
                record(user, "identity.found", f"{kind.model._meta.model_name}:{pk}")
    return {pk: tuple(where) for pk, where in found.items()}
