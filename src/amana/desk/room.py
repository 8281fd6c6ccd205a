"""What a room tells the desk's frame about itself: its places in the menu, and what needs the person now.

A room's apps.py holds one class:

    class Events(Room):
        name = "amana.events"
        navigation = (Entry(_("Events"), "events:list", "event.read"),)

        def needs(self, user):
            if may(user, "event.edit"):
                yield Need(gettext("Some testimonies are in no event yet"), reverse("events:unplaced"), turn=Turn.READ)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import AppConfig

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from amana.desk.models import User
    from amana.desk.search.findable import Findable


@dataclass(frozen=True)
class Entry:
    """A place in the menu: what it is called, the page's name, and the action its reader must be allowed.

    What is `aside` is no part of an account's way, and stands after all that is.
    """

    label: "str | Promise"
    page: str
    action: str
    aside: bool = False


class Turn(IntEnum):
    """When something that waits has its turn: the order of the first page."""

    CARE = 0
    """Care whose window closes."""
    NOW = 1
    """Whatever else cannot wait: what is overdue, a wish to be erased, somebody in danger."""
    TODAY = 2
    """Tasks on their day, and people here who wait for this person."""
    READ = 3
    """What was told or answered."""
    LETTERS = 4
    """What goes out."""
    LATER = 5
    """Upkeep."""


@dataclass(frozen=True)
class Need:
    """Something that waits for the person: one sentence that names nobody, where to do it, and when it has its turn."""

    say: "str | Promise"
    url: str
    urgent: bool = False
    turn: Turn = Turn.LATER

    @property
    def place(self) -> Turn:
        """Its turn; what is urgent waits for nothing but care."""
        return min(self.turn, Turn.NOW) if self.urgent else self.turn


@dataclass(frozen=True)
class Deed:
    """Something that was done with what a person told: `code` is one of vocabulary/told_to_survivor.yaml."""

    day: date
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Room(AppConfig):
    """An app with places in the menu and, perhaps, things that wait."""

    default = False
    navigation: ClassVar[tuple[Entry, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Django takes a module's one `default` class for its app: the room, not this class that it imports."""
        cls.default = True

    def needs(self, user: "User") -> Iterable[Need]:
        """What waits for `user` in this room. A room says nothing of what she may not do."""
        return ()

    def closing(self, rows: "QuerySet[Any]") -> Mapping[str, timedelta]:
        """Of these testimonies, those (by their ids) for which something closes within days, and how soon."""
        return {}

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """What this room shows `user` beside a thing of an earlier room: templates, each with its context.

        A context in which `closes` is true is of something that soon comes too late, and stands first.
        """
        return ()

    def beside_each(self, user: "User", things: Sequence[Any]) -> Iterable[Iterable[tuple[str, dict[str, Any]]]]:
        """As `beside`, of several things of one kind, in their order."""
        return [self.beside(user, thing) for thing in things]

    def awaits(self, person: str) -> Iterable[str]:
        """What this room still awaits for a person (the id of her case), as sentences: read before it is closed."""
        return ()

    def called(self, user: "User", subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """What this room calls things of its own that are named as "kind:id", and where `user` may open them.

        A room answers for what she may see, and is silent about the rest.
        """
        return {}

    def done(self, person: str, testimonies: Collection[str]) -> Iterable[Deed]:
        """What this room did for a person (the id of her case), or with her testimonies (ids), that she is told of."""
        return ()

    def deliver(self, today: date) -> Iterable[bool]:
        """Bring to hubs what this room has for other desks; says of each whether it is there. The rest goes later."""
        return ()

    def hasten(self, today: date) -> Iterable[bool]:
        """As `deliver`, of what must not wait until somebody checks the hub."""
        return ()

    def forget(self, testimonies: Collection[str]) -> None:
        """Let go of all that rests on these testimonies alone: they are being erased, by their ids."""

    def findable(self) -> "Findable":
        """What people find of this room by words that they may see (amana.desk.search)."""
        from amana.desk.search.findable import Findable

        return Findable()
