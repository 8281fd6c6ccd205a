"""Reads a folder of claims (spec/claims.md), and says exactly where it is at fault.

Nothing half-read is ever handed on: the first thing wrong raises a Problem that
names the file, the line and the entry.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from amana.errors import Problem
from amana.events.claims import Claim, Party, Place, Plain, Source, Statement
from amana.events.estimates import Estimate
from amana.events.links import check_links
from amana.events.marked import Text, sentence
from amana.events.outline import Outline, Paragraph
from amana.events.records import Table, read_records

Entry = Source | Party | Place | Claim | Statement | Estimate

LISTS: dict[str, type[BaseModel]] = {
    "sources": Source,
    "parties": Party,
    "places": Place,
    "claims": Claim,
    "statements": Statement,
    "estimates": Estimate,
}
REQUIRED = ("sources", "claims")


class Folder(Plain):
    """Everything that a folder of claims holds. `records` are counted with the claims and shown nowhere."""

    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    parties: tuple[Party, ...] = ()
    places: tuple[Place, ...] = ()
    statements: tuple[Statement, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    records: tuple[Claim, ...] = ()
    outline: Outline | None = None

    def by_id(self) -> dict[str, Entry]:
        """Every entry by its id."""
        parts: tuple[tuple[Entry, ...], ...] = (
            self.sources,
            self.parties,
            self.places,
            self.claims,
            self.statements,
            self.estimates,
        )
        return {entry.id: entry for part in parts for entry in part}


def read_list(path: Path, kind: type[BaseModel]) -> tuple[list[Any], Text | None]:
    """The entries of one file, in order; none when the file is not there."""
    if not path.exists():
        return [], None
    text = Text(path)
    if text.content is None:
        return [], text
    if not isinstance(text.content, list):
        raise Problem("events.not_a_list", file=text.name, line=1)
    read = []
    for place, raw in enumerate(text.content):
        name = raw.get("id", place + 1) if isinstance(raw, dict) else place + 1
        try:
            read.append(kind.model_validate(raw))
        except ValidationError as error:
            where, why = sentence(error)
            raise Problem(
                "events.entry_wrong", file=text.name, line=text.line(place, *where), entry=name, why=why
            ) from None
    return read, text


def read_folder(path: Path) -> Folder:
    """Read and check a folder of claims.

    Raises Problem `events.no_folder`, `events.not_yaml`, `events.not_csv`, `events.not_a_list`, `events.entry_wrong`,
    `events.id_twice`, `events.unknown_id` or `events.circle`.
    """
    for needed in REQUIRED:
        if not (path / f"{needed}.yaml").is_file():
            raise Problem("events.no_folder", folder=path.name, file=f"{needed}.yaml")
    lists: dict[str, list[Any]] = {}
    texts: dict[str, Text | Table | None] = {}
    for name, kind in LISTS.items():
        lists[name], texts[name] = read_list(path / f"{name}.yaml", kind)
    lists["records"], texts["records"] = read_records(path / "records.csv")
    check_links(lists, texts)
    return Folder(
        **{name: tuple(entries) for name, entries in lists.items()}, outline=read_outline(path / "brief.yaml", lists)
    )


def read_outline(path: Path, lists: dict[str, list[Any]]) -> Outline | None:
    """brief.yaml, checked against the ids of the folder; None when it is not there."""
    if not path.exists():
        return None
    text = Text(path)
    try:
        outline = Outline.model_validate(text.content)
    except ValidationError as error:
        where, why = sentence(error)
        raise Problem("events.entry_wrong", file=text.name, line=text.line(*where), entry="brief", why=why) from None
    ids = {entry.id for entries in lists.values() for entry in entries}
    for steps, paragraph in paragraphs(outline):
        line = text.line(*steps)
        for target in (*paragraph.rests_on, *(name.split(".")[0] for name in paragraph.placeholders())):
            if target not in ids:
                raise Problem(
                    "events.unknown_id", file=text.name, line=line, entry="brief", field="from", target=target
                )
        for name in paragraph.placeholders():
            if name.split(".")[0] not in paragraph.rests_on:
                why = f"“{{{name}}}” is placed in the text but not named under “from”"
                raise Problem("events.entry_wrong", file=text.name, line=line, entry="brief", why=why)
    for place, asked in enumerate(outline.asked):
        if asked.statement and asked.statement not in ids:
            line = text.line("asked", place, "statement")
            raise Problem(
                "events.unknown_id", file=text.name, line=line, entry="brief", field="asked", target=asked.statement
            )
    return outline


def paragraphs(outline: Outline) -> Iterator[tuple[tuple[int | str, ...], Paragraph]]:
    """Each paragraph of a brief with its place in the file."""
    for place, paragraph in enumerate(outline.summary):
        yield ("summary", place), paragraph
    for place, glance in enumerate(outline.glance):
        yield ("glance", place), glance
    for number, section in enumerate(outline.sections):
        for place, paragraph in enumerate(section.paragraphs):
            yield ("sections", number, "paragraphs", place), paragraph
