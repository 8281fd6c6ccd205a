"""Every problem that the code can raise is in the catalogue, with its English sentence."""

import re
from pathlib import Path

from amana.errors import Problem, catalogue

# What the command alone can come to.
OF_COMMANDS = {"counting.nothing_to_draw"}
AT_A_DESK = {code for code in catalogue() if code.startswith("counting.")} - OF_COMMANDS
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


def test_numbers_of_persons_are_written_as_readers_write_them_and_others_as_they_are() -> None:
    told = Problem("counting.graphs_limit", median=22990, lower=10387, upper=33510)
    assert "22,990 (10,387 to 33,510)" in told.say("en")
    assert "22\u202f990 (10\u202f387 à 33\u202f510)" in told.say("fr"), "a comma there would be a decimal point"
    assert "33\u202f510" in told.say("ar")
    kept_before = Problem("counting.graphs_limit", median="22,990", lower="10,387", upper="33,510")
    assert "22,990" in kept_before.say("fr"), "what was kept in words stays as it was said"


def test_a_command_adds_its_flags_and_a_page_has_none() -> None:
    refusal = Problem("counting.few_lists", found=2)
    assert refusal.at_the_command() == f"{refusal} (./amana count at-least)"
    told = [
        str(one.get(word, "")) for code, one in catalogue().items() if code in AT_A_DESK for word in ("en", "fr", "ar")
    ]
    assert told and not [one for one in told if "--" in one or "count at-least" in one]
    assert Problem("counting.no_rows", file="x").at_the_command() == str(Problem("counting.no_rows", file="x"))
