"""What a submission says, by its form or, where there is none, by the names in it; XML that tries more is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.errors import Problem
from amana.sealing.odk import Manifest
from amana.testimony.odk import plainly
from amana.testimony.odk.told import told_of
from amana.testimony.odk.xml import DEEPEST, read_tree

FORM = {
    "form": "amana-form/2",
    "id": "tea",
    "version": "1",
    "questions": [
        {"name": "q", "kind": "number"},
        {"name": "who", "kind": "repeat", "questions": [{"name": "a", "kind": "text"}]},
    ],
}
XML = (
    b'<data id="tea" version="1" xmlns:orx="http://openrosa.org/xforms"><q>7</q><who><a>one</a></who><who><a>two</a></who>'
    b"<later><x>not in the form</x></later><empty/><orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
)
MANIFEST = Manifest("tea", "1", "uuid:1", "", (), "submission.xml.enc", "")


def test_a_form_that_is_ours_reads_its_answers_and_leaves_no_field_out() -> None:
    told = told_of(MANIFEST, {"submission.xml": XML}, FORM).inside.members()
    assert told["answers"] == {
        "q": {"number": 7},
        "who": {"each": [{"a": "one"}, {"a": "two"}]},
        "later.x": "not in the form",
    }
    assert (told["kind"], told["reply_to"], told["consents"]) == ("account", None, {})


def test_without_a_form_each_field_stands_under_its_own_name() -> None:
    told = told_of(MANIFEST, {"a.jpg": b"jpg", "submission.xml": XML}, None)
    assert told.inside.members()["answers"] == {"q": "7", "who.a": ["one", "two"], "later.x": "not in the form"}
    assert [each.name for each in told.inside.attachments] == ["a.jpg", "submission.xml"]
    assert [each.type for each in told.inside.attachments] == ["image/jpeg", "text/xml"]


def test_an_xml_of_another_form_is_read_without_one() -> None:
    other = XML.replace(b'id="tea"', b'id="other"')
    assert told_of(MANIFEST, {"submission.xml": other}, FORM).inside.members()["answers"]["q"] == "7"


def test_names_of_any_script_and_length_become_names_of_questions() -> None:
    root = read_tree("<d><é>1</é><g><عمر>2</عمر></g><n><_a>3</_a></n></d>".encode())
    found = plainly.answers(root)
    assert sorted(str(said) for said in found.values()) == ["1", "2", "3"]
    long = plainly.answers(
        read_tree(b"<d>" + b"<group_of_things>" * 8 + b"<a>1</a>" + b"</group_of_things>" * 8 + b"</d>")
    )
    [name] = long
    assert len(name) <= 64 and name.endswith(".a")


@pytest.mark.parametrize(
    "xml",
    [b"", b"<a", b"<a/><b/>", b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1), b"<!DOCTYPE a []><a/>", b"\xff\xfe<"],
)
def test_what_is_no_xml_or_tries_more_is_refused(xml: bytes) -> None:
    with pytest.raises(Problem) as raised:
        read_tree(xml)
    assert raised.value.code == "odk.broken"


@given(st.binary(max_size=300))
def test_strange_bytes_are_refused_or_read(data: bytes) -> None:
    for xml in (data, b"<data>" + data + b"</data>"):
        try:
            told_of(MANIFEST, {"submission.xml": xml}, FORM)
        except Problem as problem:
            assert problem.code == "odk.broken"
