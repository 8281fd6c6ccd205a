"""While the desk is locked every address shows the unlock page alone; opening and closing are for the whole team."""

import gc

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from amana.desk.actions import close_idle_desk, open_desk
from amana.desk.keyring import open_keyring, seal_keyring
from amana.desk.lock import lock
from amana.desk.trustees import draw
from amana.testimony.custody.models import Row

PASSPHRASE = "seven quiet herons over water"


@pytest.fixture
def locked(opened_desk, monkeypatch):
    """The desk, locked, with no database in reach at all."""
    with monkeypatch.context() as patch:
        patch.setattr(lock, "_keys", None)
        yield


@pytest.fixture
def closed(transactional_db):
    """The desk, closed as its lock closes it; open again for the tests after this one."""
    connection.close()
    lock.close()
    yield
    connection.close()
    if not lock.is_open:
        lock.open(settings.DESK_HOME / "keyring.json", PASSPHRASE)


@pytest.mark.parametrize("path", ["/", "/people", "/sign-in", "/custody/", "/testimony/", "/nowhere", "/unlock"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_shows_the_unlock_page_alone(locked, client, path, method):
    answer = getattr(client, method)(path)
    assert answer.status_code == 423
    assert b"This desk is locked" in answer.content
    assert b"<nav" not in answer.content


def test_the_style_sheet_is_served_to_a_locked_desk(locked, client):
    answer = client.get("/static/desk/desk.css")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/css")


@pytest.mark.parametrize(
    "path", ["/static/desk/", "/static/../settings.py", "/static/nowhere.css", "/static/%2e%2e/lock.py"]
)
def test_nothing_else_is(locked, client, path):
    assert client.get(path).status_code == 404


def test_the_right_passphrase_opens_it_and_that_is_logged(closed, client):
    answer = client.post("/unlock", {"passphrase": PASSPHRASE, "next": "/people"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people")
    assert lock.is_open
    assert [row.entry.action for row in Row.objects.all()] == ["desk.opened"]
    assert gc.get_freeze_count() > 0, "what was loaded is looked through for cycles at every dozenth page"
    lock.close()
    assert gc.get_freeze_count() == 0


def test_a_wrong_passphrase_does_not_and_is_not_shown_again(locked, client):
    answer = client.post("/unlock", {"passphrase": "plumcake plumcake plumcake"})
    assert answer.status_code == 422
    assert b"did not open" in answer.content
    assert b"plumcake" not in answer.content
    assert not lock.is_open


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/unlock"])
def test_opening_leads_nowhere_outside(opened_desk, client, elsewhere):
    assert client.post("/unlock", {"next": elsewhere}).headers["Location"] == "/"


def test_a_form_without_its_token_opens_nothing(locked):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/unlock", {"passphrase": PASSPHRASE}).status_code == 403
    assert not lock.is_open


@pytest.mark.django_db(transaction=True)
def test_anyone_signed_in_can_lock_it_and_every_session_ends(signed_in):
    first, second = signed_in("caseworker"), signed_in("analyst", name="Awa")
    try:
        assert first.post("/lock").status_code == 302
        assert not lock.is_open
        assert second.get("/").status_code == 423
        connection.close()
        assert Client().post("/unlock", {"passphrase": PASSPHRASE}).status_code == 302
        assert second.get("/").headers["Location"] == "/sign-in"
        assert "desk.closed" in [row.entry.action for row in Row.objects.all()]
    finally:
        connection.close()


@pytest.mark.django_db
def test_a_stranger_cannot_lock_it(client):
    assert client.post("/lock").headers["Location"] == "/sign-in"
    assert lock.is_open


@pytest.mark.django_db
def test_locking_needs_a_form_not_a_link(signed_in):
    assert signed_in("caseworker").get("/lock").status_code == 405
    assert lock.is_open


def test_an_idle_desk_closes_itself(monkeypatch, closed):
    open_desk(settings.DESK_HOME / "keyring.json", PASSPHRASE)
    close_idle_desk(900)
    assert lock.is_open
    monkeypatch.setattr(lock, "_clock", lambda: lock._used + 901)
    close_idle_desk(900)
    assert not lock.is_open


def test_a_fault_in_the_database_does_not_end_the_watch_over_an_open_desk(opened_desk, monkeypatch):
    from amana.desk.commands import serve

    seen = []

    def fail(*_):
        seen.append("asked")
        raise RuntimeError

    def sleep(_):
        if len(seen) >= 4:
            raise KeyboardInterrupt

    for look in ("close_if_slept", "close_if_left", "close_idle_desk", "keep_log"):
        monkeypatch.setattr(f"amana.desk.actions.{look}", fail)
    monkeypatch.setattr("time.sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        serve.watch()
    assert len(seen) == 4


def test_a_desk_whose_machine_slept_shows_the_unlock_page_to_the_next_request(monkeypatch, closed, client):
    open_desk(settings.DESK_HOME / "keyring.json", PASSPHRASE)
    assert client.get("/sign-in").status_code == 200
    monkeypatch.setattr(lock._sleep, "happened", lambda: True)
    assert client.get("/sign-in").status_code == 423
    assert not lock.is_open


def test_trustees_open_it_one_after_another(opened_desk, closed, client):
    keyring = settings.DESK_HOME / "keyring.json"
    before, (door, secret, lists) = keyring.read_bytes(), draw(2, 3)
    keys = open_keyring(before, PASSPHRASE).keys
    try:
        keyring.write_bytes(seal_keyring(keys, door, secret))
        assert "2 of its 3 trustees" in client.get("/").content.decode()
        wrong = lists[0].split()
        wrong[4] = "academic" if wrong[4] != "academic" else "acid"
        answer = client.post("/unlock", {"words": " ".join(wrong)})
        assert answer.status_code == 422 and "most likely word 5" in answer.content.decode()
        answer = client.post("/unlock", {"words": lists[2], "next": "/people"})
        assert answer.status_code == 423 and "Words given so far: 1" in answer.content.decode()
        page, words = answer.content.decode(), lists[2].split()
        # In its own English some single words of any list stand, and at times two in a row.
        assert not any(" ".join(words[at : at + 4]) in page for at in range(len(words) - 3))
        answer = client.post("/unlock", {"words": lists[0], "next": "/people"})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/people")
        assert lock.is_open
    finally:
        keyring.write_bytes(before)


@pytest.mark.django_db
def test_a_page_can_ask_whether_the_desk_is_open_without_keeping_it_open(client, monkeypatch):
    monkeypatch.setattr(lock, "_used", lock._clock() - 500)
    assert client.get("/state").status_code == 204
    assert lock.idle_for() >= 500
    assert client.get("/here").headers["Location"] == "/sign-in"


@pytest.mark.django_db
def test_whoever_writes_for_long_keeps_it_open(signed_in, monkeypatch):
    client = signed_in("caseworker")
    monkeypatch.setattr(lock, "_used", lock._clock() - 500)
    assert client.get("/here").status_code == 204
    assert lock.idle_for() < 60


@pytest.mark.django_db
def test_every_page_has_the_key_that_locks(signed_in):
    page = signed_in("analyst").get("/").content.decode()
    assert 'aria-keyshortcuts="F9"' in page and 'src="/static/desk/lock.js"' in page and 'data-idle="900"' in page
