"""The terms on which an account came from another desk, as consents here: so whatever asks for consent obeys them.

They are added to like all consents, never changed. What somebody here noted as a no, no later terms turn into a yes.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from amana.testimony import consents
from amana.testimony.models import Consent, Testimony
from amana.vocabulary import entries

Key = tuple[str, str]


def take_terms(testimony: Testimony, before: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> None:
    """Let terms take the place of those `before`: what is new or lasts otherwise is a yes, what is gone withdrawn."""
    old, new = _each(before), _each(now)
    refused = {
        (row.purpose, row.recipient)
        for row in testimony.consents.exclude(recorded_by=None).exclude(answer=Consent.Answer.YES)
    }
    for key in old.keys() - new.keys():
        _note(testimony, key, Consent.Answer.WITHDRAWN, None)
    for key, until in new.items():
        purpose, name = key
        no = {(purpose, ""), (purpose, consents.index_of(name))} & refused
        if not no and old.get(key, "none") != until:
            _note(testimony, key, Consent.Answer.YES, until)


def _each(terms: Iterable[Mapping[str, Any]]) -> dict[Key, str | None]:
    """(purpose, name of whom it may be shared with, or none) → the last day. An unknown purpose allows nothing."""
    found = {}
    for term in (term for term in terms if term["purpose"] in entries("purposes")):
        for name in ("", *term["onward"]):
            found[term["purpose"], name] = term["until"]
    return found


def _note(testimony: Testimony, key: Key, answer: Consent.Answer, until: str | None) -> None:
    purpose, name = key
    Consent.objects.create(
        testimony=testimony,
        purpose=purpose,
        recipient=consents.index_of(name),
        named=" ".join(name.split()),
        answer=answer,
        way=Consent.Way.DESK,
        valid_until=date.fromisoformat(until) if until else None,
    )
