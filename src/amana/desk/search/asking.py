"""Answering a question: in each section what the person may see and the words find, and nothing of the rest.

The index tells which rows have the words; of these, only what this person may see is counted, cut into pages or
compared: a row that is not for her changes no answer. Where very many rows have them, things are gone through in their
order, and each is asked of the index, until a page is full.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
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
        self._matching: dict[tuple[str, str], index.Matching] = {}

    def matching(self, kind: Words, how: str) -> index.Matching:
        """Which rows have words of a kind that answer it, in whosesoever hands."""
        if (kind.kind, how) not in self._matching:
            groups = [[word.written] if how == WRITTEN else sorted(word.alike) for word in self.words]
            self._matching[kind.kind, how] = index.matching(kind.kind, groups)
        return self._matching[kind.kind, how]

    def found(self, section: Section, how: str, after: str, size: int) -> Found | None:
        """What of a section answers it so, after a row; None for nothing. The log has who was found by name."""
        kinds = [one for one in all_words() if one.section == section.name and not _is_none(one.seen(self.user))]
        things = self.narrowed.among(section, section.open(self.user))
        few = [self.matching(kind, how).few(MANY) for kind in kinds]
        if not any(keys is None for keys in few):
            if not any(few):
                return None
            things = things.filter(pk__in=self._things(kinds, [keys or [] for keys in few]))
        where: dict[Any, list[Words]] = {}

        def fits(pks: Sequence[Any]) -> set[Any]:
            found = self.where(kinds, how, pks)
            where.update(found)
            return set(found)

        rows = page(things, section.order, size, after, fits)
        if not rows.rows:
            return None
        shown = [row.pk for row in rows.rows]
        for kind in (kind for kind in kinds if kind.names):
            for pk in sorted(pk for pk in shown if kind in where[pk]):
                record(self.user, "identity.found", f"{kind.model._meta.model_name}:{pk}")
        said = [tuple(dict.fromkeys(str(kind.where) for kind in where[row.pk])) for row in rows.rows]
        return Found(section, how, tuple(zip(section.show(self.user, rows.rows), said, strict=True)), rows.after)

    def _things(self, kinds: Sequence[Words], keys: Sequence[list[str]]) -> set[Any]:
        """The things of which these rows are words, as far as the person may see the rows."""
        found: set[Any] = set()
        for kind, some in zip(kinds, keys, strict=True):
            if some:
                found.update(kind.seen(self.user).filter(pk__in=some).values_list(kind.to, flat=True))
        return found

    def where(self, kinds: Sequence[Words], how: str, pks: Sequence[Any]) -> dict[Any, list[Words]]:
        """Of these things, those that answer it so, each with the words that do, all of its words within one kind.

        One that is written as asked is not alike as well.
        """
        found: dict[Any, list[Words]] = defaultdict(list)
        written: set[Any] = set()
        for kind in kinds:
            looked_at = [self.matching(kind, each) for each in ((how,) if how == WRITTEN else (how, WRITTEN))]
            if all(matching.few(0) == [] for matching in looked_at):
                continue
            rows = dict(kind.seen(self.user).filter(**{f"{kind.to}__in": pks}).values_list("pk", kind.to))
            keys = [str(pk) for pk in rows] if rows else []
            matched = looked_at[0].among(keys) if keys else set()
            also = looked_at[1].among(sorted(matched)) if matched and how != WRITTEN else set()
            for pk, thing in rows.items():
                if str(pk) in matched and kind not in found[thing]:
                    found[thing].append(kind)
                if str(pk) in also:
                    written.add(thing)
        return {thing: by for thing, by in found.items() if by and thing not in written}


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


def _is_none(rows: QuerySet[Any]) -> bool:
    """Whether a person may see no such rows, whatever there is."""
    try:
        rows.query.sql_with_params()
    except EmptyResultSet:
        return True
    return False


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
