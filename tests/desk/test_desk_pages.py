"""The frame: who sees which page, what every answer's headers say, and errors as sentences."""

import pytest

pytestmark = pytest.mark.django_db


def test_home_says_what_waits_and_shows_the_menu_of_the_role(signed_in):
    page = signed_in("caseworker").get("/").content.decode()
    assert "What needs you now" in page
    assert "People" not in page
    assert "Lock the desk" in page


def test_an_administrator_sees_people(signed_in):
    assert b"Salma" in signed_in("administrator").get("/people").content


@pytest.mark.parametrize("path", ["/", "/people", "/password", "/people/1"])
def test_a_stranger_sees_nothing_but_the_sign_in_page(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")
