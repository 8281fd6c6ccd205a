"""The table of roles: every action that the code asks about, each role's bounds, and pages that keep to them."""

import re
from pathlib import Path

import pytest
from django.utils.html import escape

from amana.desk.policy import ALL, WHOSOEVER, actions, may, reaches, roles, table

SOURCES = Path(__file__).parents[2] / "src" / "amana"
ASKED = re.compile(
    r'(?:may|require)\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z_.]+)"|Entry\(\s*"[^"]+",\s*"[^"]+",\s*"([a-z_.]+)"'
)


def asked_about():
    texts = (path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    return {first or second for text in texts for first, second in ASKED.findall(text)}


def test_every_action_asked_about_is_in_the_table():
    assert asked_about() <= set(actions())


def test_the_table_names_no_role_that_is_none():
    assert set(roles()) == {"caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator"}
    assert set().union(*actions().values()) == set(roles())


@pytest.mark.django_db
def test_an_action_that_is_in_no_table_is_a_fault(person):
    with pytest.raises(KeyError):
        may(person("supervisor"), "everything.do")


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator"])
def test_a_role_allows_its_own_actions_and_no_other(person, role):
    user = person(role)
    assert {action for action in actions() if may(user, action)} == {a for a, who in actions().items() if role in who}


@pytest.mark.django_db
def test_whose_access_ended_may_nothing(person):
    user = person("supervisor")
    user.is_active = False
    assert not any(may(user, action) for action in actions())


def test_an_administrator_sees_no_accounts():
    seen = {action.split(".")[0] for action, who in actions().items() if "administrator" in who}
    assert seen == {"desk", "people", "custody", "worker", "partner"}
    assert all(reaches()[action]["administrator"] == ALL for action, who in actions().items() if "administrator" in who)


@pytest.mark.django_db
def test_the_table_is_shown_to_anybody_at_the_desk(signed_in):
    page = signed_in("publisher").get("/roles").content.decode()
    for entry in table()["actions"].values():
        assert escape(entry["labels"]["en"]) in page
    scopes = [scopes for by_role in reaches().values() for scopes in by_role.values()]
    assert page.count("those in nobody&#x27;s hands yet") == sum("free" in s and not s >= WHOSOEVER for s in scopes)


def test_every_line_of_the_table_has_its_words():
    said = [*table()["scopes"].values(), *(entry["labels"] for entry in table()["actions"].values())]
    assert all({"en", "fr"} <= set(words) <= {"en", "fr", "ar"} and all(words.values()) for words in said)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator"])
@pytest.mark.parametrize(
    "path, action",
    [("/", "desk.use"), ("/people", "people.manage"), ("/people/new", "people.manage"), ("/custody/", "custody.read")],
)
def test_pages_keep_to_the_table(signed_in, role, path, action):
    client = signed_in(role)
    assert client.get(path).status_code == (200 if role in actions()[action] else 403)
    assert (f'href="{path}"' in client.get("/").content.decode()) is (
        role in actions()[action] and path != "/people/new"
    )
