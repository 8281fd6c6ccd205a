"""The security list answers every item of the standard once, names only files that exist, and says which are met."""

import re
from collections import Counter
from pathlib import Path

HOUSE = Path(__file__).parents[2]
TEXT = (HOUSE / "docs" / "security.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+\.\d", line)
]
# How many items of levels 1 and 2 each section of ASVS 5.0.0 has (OWASP, 2025), by its own numbers.
ITEMS = (HOUSE / "tests" / "desk" / "asvs_5_0_0.txt").read_text("utf-8").split()


def test_every_item_of_both_levels_is_answered_once():
    answered = Counter(item for row in ROWS for item in re.findall(r"\d+\.\d+\.\d+", row[0]))
    assert set(answered) == set(ITEMS)
    assert len(ITEMS) == 253
    assert set(answered.values()) == {1}


def test_every_answer_says_where_it_stands():
    for row in ROWS:
        assert re.match(r"(met|part|gap|n/a|operator)\b", row[2]), row


def test_every_file_that_is_named_exists():
    named = set(
        re.findall(r"`((?:src|tests|spec|docs|vocabulary|requirements|intake|fuzz)/[^`]+|pyproject\.toml)`", TEXT)
    )
    assert len(named) > 60
    missing = sorted(path for path in named if not (HOUSE / path).exists())
    assert not missing


def test_gaps_stand_first_where_nobody_overlooks_them():
    first = TEXT[TEXT.index("## Gaps, first") : TEXT.index("## V1 ")]
    for row in ROWS:
        if row[2].startswith("gap"):
            assert all(item in first for item in row[0].split(", ")), row
