"""What a room lets people find: kinds of words, who may find a thing by them, and how it is shown when it is found.

Words that different people may see are different kinds, each with its own rows in the index: a question is never
answered from words of which the person may see only some.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from amana.desk.policy import may

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from amana.desk.models import User

Changed = Callable[[Any], Iterable[Any]]
"""From a row that was kept or removed to the primary keys of those whose words that changes."""


@dataclass(frozen=True)
class Words:
    """Words of one kind, held by the rows of `model`."""

    kind: str
    section: str
    where: "str | Promise"
    """Where the words stand, as the page says it."""
    model: type[Model]
    seen: Callable[["User"], QuerySet[Any]]
    """The rows whose words of this kind a person may see."""
    texts: Callable[[Any], Iterable[str]]
    to: str = "pk"
    """The column that leads from such a row to the thing that is shown."""
    parts: Mapping[type[Model], Changed] = field(default_factory=dict)
    """Other tables that hold some of the words."""
    facets: Callable[[Any], Iterable[str]] = lambda row: ()
    """What lists are narrowed by of what is sealed, as "NAME CODE"; no question finds it."""
    names: bool = False
    """Whether these words say who somebody is: the log then has it that this was found."""


@dataclass(frozen=True)
class Hit:
    """A thing that was found: where it is opened, what it is called, and what is said beside it."""

    url: str
    title: str
    beside: tuple[str, ...] = ()
    code: bool = False
    """Whether the title is a pseudonym."""


@dataclass(frozen=True)
class Section:
    """Things of one kind, as they are shown: in an order that a database index gives."""

    name: str
    title: "str | Promise"
    model: type[Model]
    order: tuple[str, ...]
    open: Callable[["User"], QuerySet[Any]]
    """Those that a person may open: nothing else is ever found, by whatever words."""
    show: Callable[["User", Collection[Any]], Iterable[Hit]]
    period: tuple[str, str] = ("", "")
    """The columns of the first and of the last day that it is of; empty where no day is known in clear."""
    place: str = ""
    """The column that leads to the place where it was, or empty."""
    places: Callable[[], Iterable[tuple[str, str]]] = tuple
    """The places that there are, by id and name."""
    action: str = "search.use"
    """What somebody must be allowed so that there can be anything of it for her."""

    def may(self, user: "User") -> bool:
        """Whether there can be anything of it for a person."""
        return may(user, self.action)


@dataclass(frozen=True)
class Findable:
    """All that one room adds: sections of its own, and words by which things of these or of earlier rooms are found."""

    sections: tuple[Section, ...] = ()
    words: tuple[Words, ...] = ()
