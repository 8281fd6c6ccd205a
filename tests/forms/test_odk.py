"""ODK takes what we build: ODK Validate accepts it, ODK's own engine fills it, and we read back the same answers."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyxform.validators.odk_validate import check_xform
from tests.forms.engine import fill
from tests.forms.formkit import as_fields, save

from amana.errors import Problem
from amana.forms.answers import read_submission
from amana.forms.form import Form, encode
from amana.forms.odk import odk_form
from amana.forms.ready import NAMES, ready
from amana.forms.xlsform import read_form
from amana.sealing import bundle
from amana.sealing.form import Form as PhoneForm

ANSWERS: dict[str, list[dict[str, Any]]] = {
    "first_telling": [
        {
            "told_before": "no",
            "safe_now": "afraid",
            "acts": ["crsv.other", "other.killing"],
            "when": {"date": "2024-06"},
            "where": {"point": "14.5,-4.2", "km": 10},
            "by_whom": "men in grey",
            "own_words": {"refused": True},
            "voice": "voice.m4a",
            "needs": {"unknown": True},
        },
        {
            "told_before": {"refused": True},
            "acts": {"refused": True},
            "when": "within_3_days",
            "where": "near the well",
            "by_whom": {"unknown": True},
            "voice": {"refused": True},
        },
        {"when": {"date": "2024-06-17"}, "where": {"unknown": True}},
        {"when": {"date": "2024"}},
        {"when": {"season": "rainy", "year": 2024}},
        {"when": {"season": "harvest", "year": None}},
        {"when": {"age": 14}},
        {"when": "the year of the long drought"},
        {},
    ],
    "witness_or_relative": [
        {
            "knows_by": ["saw", "others"],
            "event": {"each": [{"acts": ["other.pillage"], "people": {"number": 12}}, {"people": {"unknown": True}}]},
            "person": {
                "each": [{"bond": "a cousin by marriage", "sex": "female", "safe": "danger"}, {"age": "from_12"}]
            },
            "own_words": "invented",
        }
    ],
    "listening": [
        {"agreed": "no"},
        {
            "agreed": "part",
            "who": "her teacher",
            "event": {"each": [{"acts": {"refused": True}, "when": {"date": "2025"}}]},
            "needs": ["health", "legal"],
            "shown_to": ["health"],
        },
    ],
    "clinical_findings": [
        {
            "seen": {"date": "2026-11-02"},
            "exam": "part",
            "finding": {"each": [{"found": "invented", "consistency": "consistent"}]},
            "care_given": ["wounds"],
            "certificate": "yes",
        }
    ],
}
CASES = [(name, answers) for name, told in ANSWERS.items() for answers in told]
EVERYTHING = [
    ["begin_group", "all", "All"],
    ["select_one yes_no or_other", "saw", "Did you see it?", None, "minimal"],
    ["select_multiple vocabulary:acts", "acts", "What happened?", "${saw} = 'yes' or selected(${saw}, 'other')"],
    ["integer", "people", "How many?", "count-selected(${acts}) > 0", None, ". > 0 and . < 100"],
    ["begin_repeat", "person", "A person", "${people} > 1"],
    ["select_one_from_file places.csv", "from", "From where?"],
    ["text", "words", "Words"],
    ["image", "photo", "A photo", "string-length(${words}) > 2"],
    ["end_repeat", None, None],
    ["note", "many", "There were several.", "count(${person}) > 1"],
    ["end_group", None, None],
]
HEAD = ["type", "name", "label::en", "relevant", "appearance", "constraint"]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """A form with every type, every function and every kind of nesting that the phone has."""
    return read_form(save(tmp_path_factory.mktemp("form"), *EVERYTHING, head=HEAD))


@pytest.fixture
def validate(tmp_path: Path) -> Callable[[bytes], list[str]]:
    """ODK Validate, as pyxform bundles it: what it warns of; it raises where it refuses."""
    if not shutil.which("java"):
        if os.environ.get("CI"):
            pytest.fail("Java is missing: ODK Validate cannot run")
        pytest.skip("ODK Validate needs Java (Debian's default-jre-headless)")

    def check(xform: bytes) -> list[str]:
        path = tmp_path / "form.xml"
        path.write_bytes(xform)
        return list(check_xform(str(path)))

    return check


@pytest.mark.parametrize("name", NAMES)
def test_odk_validate_accepts_every_ready_form_with_a_key(name: str, validate: Callable[[bytes], list[str]]) -> None:
    xform = odk_form(ready(name), public_key="MIIB", submission_url="https://hub.example/odk")
    assert b'base64RsaPublicKey="MIIB"' in xform
    assert validate(xform) == []


def test_odk_validate_accepts_a_form_of_every_kind(everything: Form, validate: Callable[[bytes], list[str]]) -> None:
    assert validate(odk_form(everything, None, None)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_phone_takes_every_ready_form(name: str) -> None:
    data = encode(ready(name))
    assert bundle.read(PhoneForm, data, bundle.digest(data)).id == name


@pytest.fixture(scope="module")
def filled() -> list[bytes]:
    """What ODK's engine sends for each of the cases; one process for all."""
    xforms = {name: odk_form(ready(name), None, None) for name in NAMES}
    agreed = {"consents.care": "yes", "consents.count": "no"}
    phones = [(name, ready(name).phone, answers) for name, answers in CASES]
    jobs = [
        (xforms[name], as_fields(phone["questions"], phone["lists"], told) | agreed) for name, phone, told in phones
    ]
    return [xml for xml, _ in fill(*jobs)]


@pytest.mark.parametrize("case", range(len(CASES)), ids=[f"{name} {n}" for n, (name, _) in enumerate(CASES)])
def test_what_odk_fills_in_is_read_back_as_it_was_meant(case: int, filled: list[bytes]) -> None:
    name, answers = CASES[case]
    form, xml = ready(name), filled[case]
    read = read_submission(form.phone, xml)
    assert read.answers == answers
    assert read.consents == {"care": "yes", "count": "no"}
    assert (read.form, read.version, read.unread) == (name, form.phone["version"], [])
    assert read.instance.startswith("uuid:")


def test_every_kind_and_every_function_works_in_odk_as_on_the_phone(everything: Form) -> None:
    answers = {
        "saw": "only from afar",
        "acts": ["other.killing"],
        "people": {"number": 400},
        "person": {"each": [{"from": {"place": "SELO"}, "words": "invented", "photo": "p.jpg"}, {"words": "two"}]},
    }
    fields = as_fields(everything.phone["questions"], everything.phone["lists"], answers)
    [(xml, shown)] = fill((odk_form(everything, None, None), fields))
    assert read_submission(everything.phone, xml).answers == answers
    assert "people.check" in shown
    assert "many" in shown


def test_what_was_refused_is_worth_nothing_in_odk_too(everything: Form) -> None:
    [(_, shown)] = fill((odk_form(everything, None, None), {"saw": "yes", "acts": ["_refused"]}))
    assert "people" not in shown


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<data", "forms.bad_submission"),
        (b"", "forms.bad_submission"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><data id="first_telling"/>', "forms.bad_submission"),
        (b'<data id="another"/>', "forms.other_form"),
    ],
)
def test_what_is_no_submission_of_the_form_is_refused(xml: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_submission(ready("first_telling").phone, xml)
    assert caught.value.code == code


def test_a_field_that_belongs_to_no_question_is_named_and_not_lost_from_sight() -> None:
    xml = b'<data id="first_telling" version="2"><later>x</later><own_words>y</own_words></data>'
    read = read_submission(ready("first_telling").phone, xml)
    assert (read.answers, read.unread) == ({"own_words": "y"}, ["later"])
