"""A person chooses the language of the desk's pages, before it is even open; errors and labels follow."""

import pytest
from django.test import Client
from django.utils import translation

from amana.desk.lock import lock
from amana.errors import Problem
from amana.vocabulary import label

pytestmark = pytest.mark.django_db


def choose(client: Client, language: str) -> None:
    assert client.post("/language", {"language": language, "next": "/"}).status_code == 302


def test_without_a_choice_the_browser_s_language_is_spoken() -> None:
    page = Client().get("/sign-in", headers={"Accept-Language": "ar-MR, fr;q=0.8"})
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert '<html lang="en" dir="ltr">' in Client().get("/sign-in", headers={"Accept-Language": "tlh"}).content.decode()


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_a_choice_made_at_the_locked_desk_stays(language: str, direction: str, opened_desk: object) -> None:
    client, keys = Client(headers={"Accept-Language": "en"}), lock._keys
    lock._keys = None
    try:
        choose(client, language)
        locked = client.get("/")
    finally:
        lock._keys = keys
    assert locked.status_code == 423
    for page in (locked, client.get("/sign-in")):
        assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()
        assert page.content.decode().count('name="language"') == 3
    cookie = client.cookies["amana_language"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"


def test_the_choice_leads_nowhere_but_to_this_desk() -> None:
    away = Client().post("/language", {"language": "fr", "next": "https://elsewhere.example/"})
    assert away["Location"] == "/"


def test_problems_are_told_in_the_language_chosen() -> None:
    client = Client()
    choose(client, "fr")
    refused = client.post("/sign-in", {"name": "nobody", "password": "nothing"}).content.decode()
    with translation.override("fr"):
        assert str(Problem("desk.wrong_name_or_password")) in refused.replace("&#x27;", "'")
        assert label("roles", "caseworker") == "Intervenante"
    assert label("roles", "caseworker") == "Caseworker"
