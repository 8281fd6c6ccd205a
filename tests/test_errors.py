"""Every problem that the code can raise is in the catalogue, with its English sentence."""

import re
from pathlib import Path

from amana.errors import catalogue

SOURCES = Path(__file__).parents[1] / "src" / "amana"


def codes_in_use() -> set[str]:
    texts = (path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    raised = re.compile(r'Problem\(\s*"([a-z_]+\.[a-z_]+)"|\bfit\([^()]*"([a-z_]+\.[a-z_]+)"\)')
    return {one or other for text in texts for one, other in raised.findall(text)}


def test_every_code_in_use_is_in_the_catalogue_and_no_other() -> None:
    assert codes_in_use() == set(catalogue())


def test_every_entry_has_a_status_and_a_sentence() -> None:
    for code, entry in catalogue().items():
        assert 400 <= int(entry["status"]) <= 599, code
        assert str(entry["en"]).endswith("."), code
