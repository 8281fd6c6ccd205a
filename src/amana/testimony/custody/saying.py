"""What an entry of the log says, in the words of whoever reads it at the desk.

An entry holds codes, so that it means the same for good and in every language; the vocabulary says them. What it does
not know, as a code of a later version, is shown as it stands: nothing that was written is left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from amana.errors import Problem, catalogue
from amana.language import apart, listed, said
from amana.testimony.custody.entry import Entry
from amana.vocabulary import entries, label

ACTIONS, DETAILS, THINGS = "log_entries", "log_details", "log_things"
Named = Mapping[str, tuple[str, str]]
"""What the rooms call things, by "kind:id", each with its address (`Room.called`)."""


def say_action(action: str) -> str:
    """What was done."""
    return label(ACTIONS, action) if action in entries(ACTIONS) else action


def say_thing(thing: str) -> tuple[str, str]:
    """The kind of a thing ("kind:id") that no room names, and its id; text that names no thing, and nothing."""
    kind, _, pk = thing.partition(":")
    return (label(THINGS, kind), pk) if pk and kind in entries(THINGS) else (thing, "")


def things_in(entry: Entry) -> Iterable[str]:
    """Every thing that an entry names, as "kind:id": who did it, to what, and what its details speak of."""
    yield from (entry.actor, entry.subject)
    for name, value in entry.detail.items():
        if isinstance(value, str):
            yield _thing(name, value)


def say_details(entry: Entry, named: Named) -> list[tuple[str, str]]:
    """Each detail of an entry: what it is, and its value."""
    return [
        (label(DETAILS, name) if name in entries(DETAILS) else name, _value(name, value, named))
        for name, value in entry.detail.items()
    ]


def _value(name: str, value: Any, named: Named) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return listed((f"{_code(name, key)} – {_code(name, each)}" for key, each in value.items()), ";")
    if isinstance(value, list | tuple):
        return listed(_code(name, each) for each in value)
    thing = named.get(_thing(name, value)) if isinstance(value, str) else None
    return apart(thing[0] if thing else _code(name, value))


def _code(name: str, code: Any) -> str:
    """One code in words; as it stands, if no list says it."""
    facts = entries(DETAILS)[name].facts if name in entries(DETAILS) else {}
    if not isinstance(code, str):
        return str(code)
    if code in facts.get("values", {}):
        return said(facts["values"][code])
    if facts.get("error") and code in catalogue():
        return str(Problem(code))
    return next((label(words, code) for words in facts.get("words", ()) if code in entries(words)), code)


def _thing(name: str, value: str) -> str:
    kind = entries(DETAILS)[name].facts.get("thing") if name in entries(DETAILS) else None
    return f"{kind}:{value}" if kind else value
