"""Footnotes: one for each source that is cited, numbered as they first appear."""

from collections.abc import Iterable

from amana.release.brief.document import Note
from amana.release.brief.facts import Facts


class Footnotes:
    """Hands out a number for each source, and writes the notes at the end."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._numbers: dict[str, int] = {}

    def of(self, names: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the sources behind these claims, statements and sources, in order, each once."""
        found: set[int] = set()
        for name in names:
            for source in self._sources(name):
                found.add(self._numbers.setdefault(source, len(self._numbers) + 1))
        return tuple(sorted(found))

    def _sources(self, name: str) -> tuple[str, ...]:
        if estimate := self._facts.estimates.get(name):
            return estimate.sources
        entry = self._facts.claims.get(name) or self._facts.statements.get(name)
        source = entry.source if entry else name
        return (source,) if source in self._facts.sources else ()

    def notes(self) -> tuple[Note, ...]:
        """Every footnote by number: those handed out, and after them whoever these sources came through."""
        waiting = [*self._numbers]
        done: list[Note] = []
        while waiting:
            name = waiting.pop(0)
            source = self._facts.sources[name]
            text = self._facts.citation(source)
            if source.relayed_by:
                if source.relayed_by not in self._numbers:
                    waiting.append(source.relayed_by)
                number = self._numbers.setdefault(source.relayed_by, len(self._numbers) + 1)
                relay = self._facts.sources[source.relayed_by].name
                text += f"; {self._facts.labels['relayed_by'].format(relay=relay, number=number)}"
            done.append(Note(self._numbers[name], f"{text}.", source.url or None))
        return tuple(done)
