"""A folder of claims is read whole, or refused in one sentence that names file, line and entry."""

from pathlib import Path

import pytest

from amana.errors import Problem
from amana.events.folder import read_folder

SOURCES = "- {id: a, name: A, kind: ngo}\n"
CLAIM = """- id: one
  source: a
  summary: Invented.
  quantity: {kind: at_least, number: 3}
  unit: persons
  acts: [crsv.rape]
"""
PARTY = """- id: a-group
  name: A
  kind: armed_group
  source: a
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in {"sources": SOURCES, "claims": CLAIM, **files}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_the_smallest_folder_is_read(tmp_path: Path) -> None:
    read = read_folder(folder(tmp_path))
    assert [claim.id for claim in read.claims] == ["one"]
    assert read.claims[0].quantity.number == 3
    assert set(read.by_id()) == {"a", "one"}


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        ({"claims": CLAIM.replace("kind: at_least", "kind: many")}, "events.entry_wrong", 4),
        ({"claims": CLAIM + "  colour: red\n"}, "events.entry_wrong", 7),
        ({"claims": CLAIM.replace("  unit: persons\n", "")}, "events.entry_wrong", 1),
        ({"claims": CLAIM.replace("crsv.rape", "rape")}, "events.entry_wrong", 6),
        ({"claims": CLAIM + "  period: {within: [2024-03, 2024-04]}\n"}, "events.entry_wrong", 7),
        ({"claims": CLAIM + "  period: {within: [2024-03-02, 2024-03-01]}\n"}, "events.entry_wrong", 7),
        ({"claims": CLAIM.replace("source: a", "source: b")}, "events.unknown_id", 2),
        ({"claims": CLAIM + "  contains: [one]\n"}, "events.circle", 7),
        ({"claims": CLAIM + "  apart: [one]\n"}, "events.circle", 7),
        ({"parties": PARTY + "  opposed: [a-group]\n"}, "events.circle", 5),
        ({"claims": CLAIM.replace("number: 3", "number: yes")}, "events.entry_wrong", 4),
        ({"claims": CLAIM + "  period: {within: [2024-02-01, 2024-02-30]}\n"}, "events.not_yaml", 7),
        ({"claims": CLAIM + "  note: a\0b\n"}, "events.not_yaml", 7),
        ({"claims": CLAIM + CLAIM}, "events.id_twice", 7),
        ({"claims": "one: 1\n"}, "events.not_a_list", 1),
        ({"claims": CLAIM + "  note: 'open\n"}, "events.not_yaml", 8),
        ({"claims": CLAIM + "  place: {in: [nowhere]}\n"}, "events.unknown_id", 7),
        (
            {"brief": "headline: H\nday: 2025-01-01\npublisher: P\nsummary:\n  - {text: '58 people', from: [one]}\n"},
            "events.entry_wrong",
            5,
        ),
        (
            {"brief": "headline: H\nday: 2025-01-01\npublisher: P\nsummary:\n  - {text: '{two}', from: [two]}\n"},
            "events.unknown_id",
            5,
        ),
        (
            {"brief": "headline: H\nday: 2025-01-01\npublisher: P\nsummary:\n  - {text: '{one}', from: [a]}\n"},
            "events.entry_wrong",
            5,
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, files: dict[str, str], code: str, line: int) -> None:
    with pytest.raises(Problem) as caught:
        read_folder(folder(tmp_path, **files))
    assert (caught.value.code, caught.value.values["line"]) == (code, line)
    assert all(f"{place} {line}" in caught.value.say(language) for language, place in (("en", "line"), ("fr", "ligne")))


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, "utf-8")
    with pytest.raises(Problem, match=r"claims\.yaml"):
        read_folder(tmp_path)
