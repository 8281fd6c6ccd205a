"""The leak check against all that the vault keeps of who people are, asked anew only of what has changed.

To make the names of a large desk ready costs seconds. So where something was found in a text is remembered, for as long
as what the vault keeps is the same to the byte: any change seals a column anew, so the sealed columns tell. Remembered
are hashes and places, no word of the vault or of a text; it is forgotten when the lock closes, and after an erasure.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from functools import cached_property

from django.db.models import Model

from amana.desk.fields import as_stored, blind
from amana.desk.lock import lock
from amana.release.leak import Hit, LeakCheck, Term
from amana.testimony.cases.models import Guardian
from amana.testimony.models import Survivor

KEPT: dict[type[Model], tuple[str, ...]] = {
    Guardian: ("name", "contact"),
    Survivor: ("name", "contact", "safe_contact", "identifying"),
}
"""Every column that `terms` reads."""
MOST = 20_000
"""Texts that are remembered; then all are forgotten."""


class _Remembered:
    """Where texts were found to have hits, while the vault was in one state."""

    def __init__(self, state: bytes) -> None:
        self.state, self.key = state, secrets.token_bytes(32)
        self.found: dict[bytes, list[Hit]] = {}


_last: list[_Remembered] = []


class Vault:
    """What the vault keeps now: for one look at one release."""

    def __init__(self) -> None:
        state = _state()
        self._known = next((one for one in _last if one.state == state), None) or _Remembered(state)
        _last[:] = [self._known]

    def hits(self, where: str, text: str, column: str) -> Iterator[tuple[str, str]]:
        """Each hit in `text`: why, and a key for this hit in this very passage, blind, for `column`."""
        for hit in self._search(text):
            passage = text[max(0, hit.start - 20) : hit.end + 20]
            yield hit.reason, blind(f"{where} {hit.reason} {hit.start} {passage}", column)

    def _search(self, text: str) -> list[Hit]:
        name, known = hmac.digest(self._known.key, text.encode(), "sha256"), self._known.found
        found = known.get(name)
        if found is None:
            found = self._check.search(text)
            if len(known) >= MOST:
                known.clear()
            known[name] = found
        return found

    @cached_property
    def _check(self) -> LeakCheck:
        return LeakCheck(terms())


def terms() -> Iterator[Term]:
    """What the vault keeps of who survivors and guardians are: names, numbers, and words that point to them."""
    for name, contact in Guardian.objects.values_list(*KEPT[Guardian]):
        yield from _names(name, contact)
    for name, contact, safe_contact, identifying in Survivor.objects.values_list(*KEPT[Survivor]):
        yield from _names(name, contact, safe_contact)
        yield from (Term(line.strip(), "word") for line in identifying.splitlines() if line.strip())


def _names(name: str, *contacts: str) -> Iterator[Term]:
    """A name, and the numbers among what is kept of how to reach somebody."""
    if name.strip():
        yield Term(name, "name")
    for contact in contacts:
        if sum(one.isdecimal() for one in contact) >= 6:
            yield Term(contact, "number")


def _state() -> bytes:
    """A hash of all that `terms` reads, as it is sealed."""
    state = hashlib.sha256()
    with as_stored():
        for model, columns in KEPT.items():
            for row in model._default_manager.order_by("pk").values_list(*columns):
                for sealed in row:
                    state.update(len(sealed).to_bytes(4) + sealed)
    return state.digest()


def forget() -> None:
    """Remember nothing."""
    _last.clear()


lock.at_close.append(forget)
