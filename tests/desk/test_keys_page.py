"""The page of the keys: who knows the pass-phrase changes what opens the desk; trustees first show that they can."""

import re

import pytest
from django.conf import settings

from amana.desk import pages_keyring
from amana.desk.keyring import open_keyring
from amana.desk.lock import lock

pytestmark = pytest.mark.django_db
PASSPHRASE = "seven quiet herons over water"


@pytest.fixture
def begun(monkeypatch):
    """What the page would have done beside the request."""
    begun = []

    def begin(actor, *, door=None, identity=False, mailbox=False):
        begun.append((door, identity, mailbox))
        return pages_keyring.redirect("desk:keys")

    monkeypatch.setattr(pages_keyring, "_begin", begin)
    return begun


def test_it_says_how_the_desk_opens(signed_in):
    page = signed_in("administrator").get("/keys").content.decode()
    assert "A pass-phrase" in page and "None yet" in page


def test_new_keys_are_drawn_at_a_press(signed_in, begun):
    client = signed_in("administrator")
    assert client.post("/keys", {"do": "rotate"}).status_code == 302
    assert client.post("/keys", {"do": "rotate", "identity": "on"}).status_code == 302
    assert client.post("/keys", {"do": "rotate", "mailbox": "on"}).status_code == 302
    assert begun == [(None, False, False), (None, True, False), (None, False, True)]


@pytest.mark.parametrize(
    "form, says",
    [
        ({"passphrase": "another one altogether", "new": "n" * 20, "again": "n" * 20}, "did not open"),
        ({"passphrase": PASSPHRASE, "new": "brief one", "again": "brief one"}, "16"),
        ({"passphrase": PASSPHRASE, "new": "n" * 20, "again": "m" * 20}, "not the same"),
    ],
)
def test_a_new_passphrase_needs_the_old_one(signed_in, begun, form, says):
    answer = signed_in("administrator").post("/keys", {"do": "passphrase", **form})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not begun and form["new"] not in answer.content.decode()


def test_a_new_passphrase_opens(signed_in, begun, opened_desk):
    form = {"do": "passphrase", "passphrase": PASSPHRASE, "new": "ten words of a new pass-phrase", "again": ""}
    signed_in("administrator").post("/keys", {**form, "again": form["new"]})
    [((door, opener), *_)] = begun
    assert door.opener(form["new"]) == opener
    assert open_keyring((settings.DESK_HOME / "keyring.json").read_bytes(), PASSPHRASE).keys == lock.keys


def test_sheets_are_shown_once_and_only_those_who_read_them_open_the_desk(signed_in, begun):
    client = signed_in("administrator")
    form = {"do": "trustees", "need": 2, "of": 3, "passphrase": PASSPHRASE}
    assert client.post("/keys", {**form, "passphrase": "another one altogether"}).status_code == 422
    more = client.post("/keys", {**form, "need": 4})
    assert more.status_code == 422 and "such as 2/3" in more.content.decode()
    assert "Change the pass-phrase" in more.content.decode() and "New pass-phrase" in more.content.decode()
    page = client.post("/keys", form)
    assert page.headers["Cache-Control"] == "no-store"
    sheets = [re.findall("<li>([a-z]+)</li>", sheet) for sheet in page.content.decode().split("<ol")[1:]]
    assert [len(sheet) for sheet in sheets] == [33] * 3 and not begun
    answer = client.post("/keys/words", {"words": " ".join(sheets[2][:-1])})
    assert answer.status_code == 422 and "these are 32" in answer.content.decode()
    answer = client.post("/keys/words", {"words": " ".join(sheets[2])})
    said = answer.content.decode()
    assert "Words given so far: 1" in said and not any(" ".join(sheets[2][n : n + 4]) in said for n in range(30))
    assert client.post("/keys/words", {"words": " ".join(sheets[0])}).status_code == 302
    [((door, secret), *_)] = begun
    assert (door.need, door.of, len(secret)) == (2, 3, 32)
    # What was waited for is forgotten.
    assert client.post("/keys/words", {"words": " ".join(sheets[0])}).headers["Location"] == "/keys"
