"""Every entry that the code writes has its words, and no words are left of an entry that nobody writes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from amana.errors import catalogue
from amana.testimony.custody import saying
from amana.testimony.custody.entry import PADDING, Entry
from amana.testimony.custody.tie import TOLD
from amana.vocabulary import FOLDER, entries

SOURCES = Path(__file__).parents[3] / "src" / "amana"
WRITTEN = re.compile(r'(?:@logged\(\s*|\brecord\(\s*[^,()]+,\s*)"([a-z_]+\.[a-z_]+)"')


def test_every_entry_has_its_words_and_no_other():
    texts = (path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    written = {action for text in texts for action in WRITTEN.findall(text)}
    assert written | {PADDING} == set(entries("log_entries"))


def test_every_entry_is_said_in_two_languages():
    for code, entry in entries("log_entries").items():
        assert {"en", "fr"} <= set(entry.labels) and all(entry.labels.values()), code


def details_written() -> Iterator[str]:
    """The name of each detail that the code writes: named to `logged`, or a key of what is handed to `record`."""
    for path in SOURCES.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            given = [one.value for one in call.keywords if one.arg == "detail"] if call.func.id == "logged" else []
            given += call.args[3:4] if call.func.id == "record" else []
            for part in (each for one in given for each in ast.walk(one)):
                names = part.keys if isinstance(part, ast.Dict) else part.elts if isinstance(part, ast.Tuple) else ()
                yield from (one.value for one in names if isinstance(one, ast.Constant))


def test_every_detail_and_every_kind_of_thing_has_its_words_in_three_languages():
    details = entries(saying.DETAILS)
    written = set(details_written())
    assert len(written) > 20
    # What is put together beside its call: the door that a desk is given, whose account it is, and the ties.
    assert written | {"door", "identity", "mailbox", "recovery", "partner", TOLD} == set(details)
    for entry in (*details.values(), *entries(saying.THINGS).values()):
        assert set(entry.labels) == {"en", "fr", "ar"}, entry.code
        assert all(set(words) == {"en", "fr", "ar"} for words in entry.facts.get("values", {}).values()), entry.code
        assert all((FOLDER / f"{name}.yaml").is_file() for name in entry.facts.get("words", ())), entry.code
    assert set(entries(saying.THINGS)) <= {model._meta.model_name for model in apps.get_models()}


def test_what_the_desk_refuses_is_said_by_a_sentence_that_needs_no_values():
    assert not [code for code, entry in catalogue().items() if entry["status"] == 403 and "{" in str(entry["en"])]


@pytest.mark.parametrize(
    ("language", "detail", "says"),
    [
        ("fr", {"purpose": "evidence", "way": "spoken"}, ["pour quoi", "comment c’est venu", "de vive voix"]),
        ("ar", {"from": "user:1", "reason": "language"}, ["من", "\u2068Ines\u2069", "الحاجة إلى لغة أخرى"]),
        ("en", {"roles": ["analyst", "publisher"]}, ["roles", "Analyst, Publisher"]),
        ("en", {"answers": {"count": "yes", "name": "withdrawn"}}, ["Being counted – yes", "taken back"]),
        ("fr", {"why": "desk.not_your_role"}, [str(catalogue()["desk.not_your_role"]["fr"])]),
        ("fr", {"verified": True}, ["essayée par une restauration", "oui"]),
        ("en", {"partner": "9"}, ["partner desk", "Open Ledger"]),
        ("ar", {"of_a_later_version": ["a", 1]}, ["of_a_later_version", "\u2068a\u2069، \u20681\u2069"]),
    ],
)
def test_an_entry_is_read_in_the_language_of_its_reader(language: str, detail: dict, says: list[str]):
    entry = Entry(1, "2026-03-01T00:00:00Z", "user:1", "consent.recorded", "testimony:2", detail)
    named = {"user:1": ("Ines", ""), "partner:9": ("Open Ledger", "")}
    assert set(saying.things_in(entry)) >= {"user:1", "testimony:2"}
    with translation.override(language):
        said = " ".join(f"{name} {value}" for name, value in saying.say_details(entry, named))
    assert all(each in said for each in says), said


def test_a_thing_that_no_room_names_is_said_by_its_kind():
    with translation.override("fr"):
        assert saying.say_thing("sharing:abc") == ("diffusion de récits", "abc")
    assert saying.say_thing("hub") == ("hub", "")
    assert saying.say_thing("") == ("", "")
