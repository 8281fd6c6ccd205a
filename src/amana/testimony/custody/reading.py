"""Reading the log: the newest entries first, of one person, one kind or one thing, of some days, without padding.

Entries are sealed, so nothing but opening them tells what they are about. One page opens no more than SPAN of them, and
says from where to look on.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from amana.desk.frame import rooms
from amana.errors import Problem
from amana.testimony.custody.entry import PADDING, Entry
from amana.testimony.custody.models import Row

if TYPE_CHECKING:
    from amana.desk.models import User

AT_ONCE = 50
SPAN = 10_000
BROKEN = "custody.changed"


@dataclass(frozen=True)
class Wanted:
    """Which entries: every one that is not left out by what is not empty. Days are YYYY-MM-DD, both included."""

    who: str = ""
    what: str = ""
    about: str = ""
    first: str = ""
    last: str = ""

    def fits(self, entry: Entry) -> bool:
        """Whether `entry` is wanted. One that does not open is, whatever is looked for: nobody knows what it was."""
        if entry.action == BROKEN:
            return True
        return (
            entry.action != PADDING
            and (not self.who or entry.actor == self.who)
            and (not self.what or entry.action == self.what or entry.action.startswith(f"{self.what}."))
            and (not self.about or entry.subject == self.about)
            and (not self.first or entry.at[:10] >= self.first)
            and (not self.last or entry.at[:10] <= self.last)
        )

    def lies_after(self, entry: Entry) -> bool:
        """Whether nothing that is wanted stands before `entry`."""
        return bool(self.first and entry.at) and entry.at[:10] < self.first


@dataclass(frozen=True)
class Found:
    """A page of entries; the place before which to look on, None where the log begins; the day looked back to."""

    entries: list[Entry]
    before: int | None
    back_to: str


def read(wanted: Wanted, before: int | None) -> Found:
    """The newest wanted entries that stand before place `before`."""
    rows = Row.objects.order_by("-index")
    rows = rows if before is None else rows.filter(index__lt=before)
    found: list[Entry] = []
    entry = None
    for row in itertools.islice(rows.iterator(), SPAN):
        entry = opened(row)
        if wanted.fits(entry):
            found.append(entry)
        if len(found) == AT_ONCE or wanted.lies_after(entry):
            break
    if entry is None or entry.index == 0 or wanted.lies_after(entry):
        return Found(found, None, "")
    return Found(found, entry.index, entry.at[:10])


def opened(row: Row) -> Entry:
    """The entry of a row; one that says that it was changed, where it does not open."""
    try:
        return row.entry
    except (ValueError, Problem):
        return Entry(row.index, "", "", BROKEN)


def called(user: "User", things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What the rooms call these things ("kind:id"), and where `user` may open them; nothing of what she may not."""
    wanted = {thing for thing in things if ":" in thing}
    known: dict[str, tuple[str, str]] = {}
    for room in rooms():
        known |= room.called(user, wanted)
    return known


def looked_for(values: Mapping[str, str]) -> Wanted:
    """The filter that an address asks for; what is too long to be of the log is left out."""
    asked = {field.name: values.get(field.name, "").strip() for field in fields(Wanted)}
    return Wanted(**{name: value for name, value in asked.items() if len(value) <= 100})
