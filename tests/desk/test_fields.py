"""Sealed fields: unreadable in the database, unusable in another column, and gone with the lock."""

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from amana.desk.fields import EncryptedJSON, EncryptedText, blind, open_value, seal_value
from amana.desk.lock import lock
from amana.desk.models import User
from amana.errors import Problem

pytestmark = pytest.mark.usefixtures("opened_desk")


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_at_its_place_alone(opened_desk, value):
    sealed = seal_value(value, "a.b")
    assert open_value(sealed, "a.b") == value
    with pytest.raises(Problem):
        open_value(sealed, "a.c")


@given(st.binary(max_size=200))
def test_strange_bytes_do_not_open(opened_desk, strange):
    with pytest.raises(Problem) as raised:
        open_value(strange, "a.b")
    assert raised.value.code == "desk.sealed_value_broken"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_comes_back(value):
    field = EncryptedJSON()
    assert field.from_plain(field.to_plain(value)) == value


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_text_comes_back(value):
    field = EncryptedText()
    assert field.from_plain(field.to_plain(value)) == value


def test_the_same_value_is_never_sealed_alike():
    assert seal_value(b"x", "a.b") != seal_value(b"x", "a.b")


def test_a_blind_index_finds_a_name_however_it_is_typed_and_does_not_show_it():
    assert blind(" Aïcha ", "a.b") == blind("aïcha", "a.b") == blind("AI\u0308CHA", "a.b")
    assert blind("aïcha", "a.b") != blind("aïcha", "a.c")


@pytest.mark.django_db
def test_the_database_itself_holds_no_name(person):
    user = person("analyst", name="Ouedane")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM desk_user")
        row = b"|".join(bytes(v) if not isinstance(v, str | int | None) else str(v).encode() for v in cursor.fetchone())
    assert b"Ouedane" not in row
    assert User.objects.get(pk=user.pk).name == "Ouedane"


@pytest.mark.django_db
def test_a_sealed_column_is_neither_searched_nor_serialized(person):
    user = person("analyst")
    with pytest.raises(FieldError):
        User.objects.filter(name="Salma").exists()
    with pytest.raises(FieldError):
        serializers.serialize("json", [user])
    assert not User.objects.filter(name__isnull=True).exists()


@pytest.mark.django_db
def test_without_the_lock_no_field_opens(monkeypatch):
    sealed = seal_value(b"x", "a.b")
    monkeypatch.setattr(lock, "_keys", None)
    with pytest.raises(Problem) as raised:
        open_value(sealed, "a.b")
    assert raised.value.code == "desk.locked"


def test_a_text_column_that_is_new_is_empty_in_the_rows_that_were_there():
    """Django fills a binary column that may be blank with empty bytes; they are no text of their own."""
    from amana.desk.fields import EncryptedText

    column = EncryptedText(blank=True)
    assert column.from_plain(column.to_plain(b"")) == ""
