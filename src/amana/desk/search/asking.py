"""Answering a question: in each section what the person may see and the words find, and nothing of the rest.

What may be seen is decided in the same query that finds, before anything is counted, cut into pages or compared: a row
that is not for this person changes no answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from amana.desk.keyset import page
from amana.desk.search import index
from amana.desk.search.findable import Hit, Section, Words
from amana.desk.search.keeping import all_words, sections
from amana.desk.search.tokens import asked
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


class Question:
    """A question of one person: each kind of words is looked through once, in what she may see."""

    def __init__(self, user: "User", question: str) -> None:
        self.user, self.words = user, asked(question)
        self._rows: dict[str, dict[str, QuerySet[Any]]] = {}

    def rows(self, kind: Words, how: str) -> QuerySet[Any]:
        """The rows whose words of a kind answer it."""
        if kind.kind not in self._rows:
            seen = kind.seen(self.user)
            wanted = [[[word.written] for word in self.words], [sorted(word.alike) for word in self.words]]
            keys = zip((WRITTEN, ALIKE), index.matching(kind.kind, seen, wanted), strict=True)
            self._rows[kind.kind] = {each: seen.filter(pk__in=some) for each, some in keys}
        return self._rows[kind.kind][how]

    def things(self, kinds: Sequence[Words], how: str) -> Q:
        """The things that are found by words of any of the kinds, all words within one of them."""
        found = Q(pk__in=[])
        for kind in kinds:
            found |= Q(pk__in=self.rows(kind, how).values(kind.to))
        return found

    def found(self, section: Section, how: str, after: str, size: int) -> Found | None:
        """What of a section answers it so, after a row; None for nothing. The log has who was found by name."""
        kinds = [one for one in all_words() if one.section == section.name]
        things = section.model._default_manager.filter(self.things(kinds, how))
        if how == ALIKE:
            things = things.exclude(self.things(kinds, WRITTEN))
        rows = page(things, section.order, size, after)
        if not rows.rows:
            return None
        where = self.where(kinds, how, [row.pk for row in rows.rows])
        hits = zip(section.show(self.user, rows.rows), (where[row.pk] for row in rows.rows), strict=True)
        return Found(section, how, tuple(hits), rows.after)

    def where(self, kinds: Sequence[Words], how: str, pks: Sequence[Any]) -> dict[Any, tuple[str, ...]]:
        """Of each thing, in which of its words it was found; in the log, where these are a name, before it is shown."""
        found: dict[Any, list[str]] = {pk: [] for pk in pks}
        for kind in kinds:
            rows = self.rows(kind, how).filter(**{f"{kind.to}__in": pks})
            for pk in sorted(set(rows.values_list(kind.to, flat=True))):
                if str(kind.where) not in found[pk]:
                    found[pk].append(str(kind.where))
                if kind.names:
                    record(self.user, "identity.found", f"{kind.model._meta.model_name}:{pk}")
        return {pk: tuple(where) for pk, where in found.items()}


def answer(user: "User", words: str) -> list[Found]:
    """The first things of every section. The log has it that somebody searched, and not for what."""
    question = Question(user, words)
    if not question.words:
        return []
    with transaction.atomic():
        record(user, "search.made")
        return [found for section in sections().values() for found in _both(question, section, "", FIRST)]


def answer_more(user: "User", words: str, name: str, how: str, after: str) -> list[Found]:
    """More of one section, after its row `after`, logged as `answer` is; what is written alike follows the rest."""
    question, section = Question(user, words), sections().get(name)
    if not question.words or section is None or how not in (WRITTEN, ALIKE):
        return []
    with transaction.atomic():
        record(user, "search.made")
        if how == WRITTEN:
            return list(_both(question, section, after, MORE))
        found = question.found(section, ALIKE, after, MORE)
        return [found] if found else []


def _both(question: Question, section: Section, after: str, size: int) -> Iterator[Found]:
    """What is written as asked and, where that ends, what is written alike."""
    written = question.found(section, WRITTEN, after, size)
    if written:
        yield written
    if written is None or not written.after:
        left = size - (len(written.hits) if written else 0)
        alike = question.found(section, ALIKE, "", max(left, 1))
        if alike:
            yield alike
