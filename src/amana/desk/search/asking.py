"""Answering a question: in each section what the person may see and the words find, and nothing of the rest.

The index tells which rows have the words; of these, only what this person may see is counted, cut into pages or
compared: a row that is not for her changes no answer. Where very many rows have them, things are gone through in their
order, and each is asked of the index, until a page is full.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from amana.desk.keyset import page
from amana.desk.search import index
from amana.desk.search.findable import Hit, Section, Words
from amana.desk.search.keeping import all_words, sections
from amana.desk.search.sealed import Matching
from amana.desk.search.tokens import asked
from amana.testimony.custody.log import record

if TYPE_CHECKING:
    from amana.desk.models import User

FIRST, MORE = 10, 50
"""How many of a section stand on the first page, and how many on one that shows a section alone."""
WRITTEN, ALIKE = "written", "alike"
MANY = 1_000
"""Rows with the words up to which they are looked at first; where there are more, things are gone through instead."""


@dataclass(frozen=True)
class Found:
    """What a section holds for a question. `how`: written as asked, or alike; `after`: where more begins, or empty."""

    section: Section
    how: str
    hits: tuple[tuple[Hit, tuple[str, ...]], ...]
    after: str = ""


@dataclass(frozen=True)
class Narrowed:
    """What a question is narrowed to: a section, days that a thing must touch, a place. Nothing narrows nothing."""

    section: str = ""
    first: date | None = None
    last: date | None = None
    place: str = ""

    def among(self, section: Section, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of a section that it leaves; none of a section that does not say what is asked for."""
        begins, ends = section.period
        if self.section not in ("", section.name) or ((self.first or self.last) and not ends):
            return rows.none()
        if self.place and not section.place:
            return rows.none()
        wanted = Q()
        if self.first:
            wanted &= Q(**{f"{ends}__gte": self.first})
        if self.last:
            wanted &= Q(**{f"{begins}__lte": self.last})
        return rows.filter(wanted, **({section.place: self.place} if self.place else {}))


class Question:
    """A question of one person: what of each kind of words answers it is looked up once."""

    def __init__(self, user: "User", question: str, narrowed: Narrowed = Narrowed()) -> None:
        self.user, self.words, self.narrowed = user, asked(question), narrowed
        self.index = index.as_of_now()
        self._matching: dict[tuple[str, str], Matching] = {}
        self._seen: dict[str, QuerySet[Any] | None] = {}
        self._open: dict[str, QuerySet[Any]] = {}

    def matching(self, kind: Words, how: str) -> Matching:
        """Which rows have words of a kind that answer it so and no better, in whosesoever hands."""
        if (kind.kind, how) not in self._matching:
            groups = [[word.written] if how == WRITTEN else sorted(word.alike) for word in self.words]
            better = self.matching(kind, WRITTEN) if how == ALIKE else None
            self._matching[kind.kind, how] = Matching(self.index, kind.kind, groups, better)
        return self._matching[kind.kind, how]

    def seen(self, kind: Words) -> QuerySet[Any] | None:
        """The rows of a kind that the person may see; None where she may see none, whatever there is."""
        if kind.kind not in self._seen:
            rows = kind.seen(self.user)
            self._seen[kind.kind] = None if rows.query.is_empty() else rows
        return self._seen[kind.kind]

    def things(self, section: Section) -> QuerySet[Any]:
        """Those of a section that the person may open and the question is narrowed to."""
        if section.name not in self._open:
            self._open[section.name] = self.narrowed.among(section, section.open(self.user))
        return self._open[section.name]

    def found(self, section: Section, how: str, after: str, size: int) -> Found | None:
        """What of a section answers it so, after a row; None for nothing. The log has who was found by name."""
        kinds = [kind for kind in all_words() if kind.section == section.name and self._may_be(kind, how)]
        if not kinds:
            return None
        things = self.things(section)
        if things.query.is_empty():
            return None
        few = all(len(self.matching(kind, how)) <= MANY for kind in kinds)
        among = {thing for kind in kinds for thing in self._things(kind, how)} if few else None
        where: dict[Any, list[Words]] = {}

        def fits(pks: Sequence[Any]) -> set[Any]:
            found = self.where(kinds, how, pks)
            where.update(found)
            return set(found)

        rows = page(things, section.order, size, after, fits, among)
        if not rows.rows:
            return None
        shown = [row.pk for row in rows.rows]
        for kind in (kind for kind in kinds if kind.names):
            for pk in sorted(pk for pk in shown if kind in where[pk]):
                record(self.user, "identity.found", f"{kind.model._meta.model_name}:{pk}")
        said = [tuple(dict.fromkeys(str(kind.where) for kind in where[row.pk])) for row in rows.rows]
        return Found(section, how, tuple(zip(section.show(self.user, rows.rows), said, strict=True)), rows.after)

    def _may_be(self, kind: Words, how: str) -> bool:
        return len(self.matching(kind, how)) > 0 and self.seen(kind) is not None

    def _things(self, kind: Words, how: str) -> Iterable[Any]:
        """The things of which the rows that answer it so are words, in whosesoever hands."""
        keys = self.matching(kind, how).keys()
        return keys if kind.to == "pk" else kind.model._base_manager.filter(pk__in=keys).values_list(kind.to, flat=True)

    def where(self, kinds: Sequence[Words], how: str, pks: Sequence[Any]) -> dict[Any, list[Words]]:
        """Of these things, those that answer it so, each with the words that do, all of its words within one kind.

        One that is written as asked is not alike as well.
        """
        found: dict[Any, list[Words]] = defaultdict(list)
        for kind in kinds:
            for thing in self._of(kind, how, pks):
                found[thing].append(kind)
        if how == ALIKE and found:
            section = kinds[0].section
            for kind in (kind for kind in all_words() if kind.section == section and self._may_be(kind, WRITTEN)):
                for thing in self._of(kind, WRITTEN, list(found)):
                    del found[thing]
        return dict(found)

    def _of(self, kind: Words, how: str, things: Sequence[Any]) -> set[Any]:
        """Of these things, which she may open, those of which words of a kind that she may see answer it so."""
        matching, seen = self.matching(kind, how), self.seen(kind)
        if seen is None or not things:
            return set()
        if kind.to == "pk":
            some = matching.among([str(pk) for pk in things])
            if kind.seen is sections()[kind.section].open:  # and each of `things` is one that she may open
                return {pk for pk in things if str(pk) in some}
            return set(seen.filter(pk__in=some).values_list("pk", flat=True)) if some else set()
        rows = dict(seen.filter(**{f"{kind.to}__in": things}).values_list("pk", kind.to))
        some = matching.among([str(pk) for pk in rows])
        return {thing for pk, thing in rows.items() if str(pk) in some}


def answer(user: "User", words: str, narrowed: Narrowed = Narrowed()) -> list[Found]:
    """The first things of every section. The log has it that somebody searched, and not for what."""
    question = Question(user, words, narrowed)
    if not question.words:
        return []
    with transaction.atomic():
        record(user, "search.made")
        return [found for section in sections().values() for found in _both(question, section, "", FIRST)]


def answer_more(
    user: "User", words: str, name: str, how: str, after: str, narrowed: Narrowed = Narrowed()
) -> list[Found]:
    """More of one section, after its row `after`, logged as `answer` is; what is written alike follows the rest."""
    question, section = Question(user, words, narrowed), sections().get(name)
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
