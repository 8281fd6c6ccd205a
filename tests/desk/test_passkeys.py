"""Passkeys: they let their owner in alone, sign for this desk only, once, and only after a finger or a PIN."""

import html
import json
import re
import time
from base64 import urlsafe_b64decode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from passkey_device import Device, text

from amana.desk import actions, throttle
from amana.desk.models import Passkey, SecondFactor, User
from amana.testimony.custody.models import Row
from deskkit import sign_in

pytestmark = pytest.mark.django_db
FIRST = "a first password 77"
OWN = "lantern river quiet stone"


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def options(client: Client, path: str) -> str:
    """What the page asks the browser for."""
    return html.unescape(re.search(r'data-options="([^"]+)"', client.get(path).content.decode())[1])


@pytest.fixture
def client(person):
    """Signed in with an authenticator app, at an address where passkeys work."""
    client = sign_in(person("caseworker"))
    client.defaults["SERVER_NAME"] = "localhost"
    return client


@pytest.fixture
def device(client):
    """A device with a passkey that was kept."""
    device = Device()
    answer = device.make(options(client, "/me"))
    assert client.post("/passkey/new", {"answer": answer, "label": "blue stick"}).headers["Location"] == "/me"
    return device


def enter(client, device, **how):
    return client.post("/passkey", {"answer": device.sign(options(client, "/sign-in"), **how)})


def test_the_first_factor_may_be_a_passkey():
    actions.add_person(None, "Awa", ["caseworker"], FIRST)
    client, device = browser(), Device()
    client.post("/sign-in", {"name": "Awa", "password": FIRST})
    answer = device.make(options(client, "/second-factor/new"))
    assert client.post("/passkey/new", {"answer": answer}).headers["Location"] == "/"
    assert client.post("/password", {"password": OWN, "again": OWN}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert not SecondFactor.objects.filter(confirmed=True).exists()


def test_a_passkey_alone_is_both_factors(device):
    stranger = browser()
    assert enter(stranger, device).headers["Location"] == "/"
    assert "Salma" in stranger.get("/").content.decode()


def test_a_passkey_is_the_second_factor_after_a_password(client, device):
    other = browser()
    other.post("/sign-in", {"name": "Salma", "password": "a password of her own"})
    assert other.post("/passkey", {"answer": device.sign(options(other, "/second-factor"))}).headers["Location"] == "/"


def test_somebody_elses_passkey_is_not_the_second_factor(client, device, person):
    person("caseworker", name="Awa")
    other = browser()
    other.post("/sign-in", {"name": "Awa", "password": "a password of her own"})
    assert other.post("/passkey", {"answer": device.sign(options(browser(), "/sign-in"))}).status_code == 422
    assert other.get("/").status_code == 302


def test_whoever_tires_the_name_does_not_keep_the_owner_of_a_passkey_out(device):
    for _ in range(throttle.TRIES + 1):
        browser().post("/sign-in", {"name": "Salma", "password": "wrong"})
    owner = browser()
    assert owner.post("/sign-in", {"name": "Salma", "password": "a password of her own"}).status_code == 429
    assert enter(owner, device).headers["Location"] == "/"


def test_an_answer_opens_once(device):
    answer = device.sign(options(browser(), "/sign-in"))
    assert browser().post("/passkey", {"answer": answer}).status_code == 302
    Passkey.objects.update(signs=0)
    assert browser().post("/passkey", {"answer": answer}).status_code == 422


def test_a_copied_key_that_counts_behind_is_refused(device):
    assert enter(browser(), device).status_code == 302
    device.signs = 0
    assert enter(browser(), device).status_code == 422


def test_without_a_finger_or_a_pin_it_does_not_open(device):
    assert enter(browser(), device, verified=False).status_code == 422


@pytest.mark.parametrize(
    "lie", [{"origin": "http://localhost:99"}, {"origin": "https://desk.example"}, {"site": "evil"}]
)
def test_what_was_signed_for_another_address_is_refused(device, lie):
    vars(device).update(lie)
    assert enter(browser(), device).status_code == 422


def test_a_late_answer_is_refused(device, monkeypatch, opened_desk):
    monkeypatch.setattr(opened_desk, "slept", lambda: False)
    answer = device.sign(options(browser(), "/sign-in"))
    now = time.time()
    monkeypatch.setattr("amana.desk.passkeys.time.time", lambda: now + 301)
    assert browser().post("/passkey", {"answer": answer}).status_code == 422


def test_a_challenge_that_is_not_ours_is_refused(device):
    made_up = json.dumps({"challenge": "A" * 54})
    assert browser().post("/passkey", {"answer": device.sign(made_up)}).status_code == 422


def test_a_challenge_for_making_does_not_serve_for_entering(client, device):
    assert browser().post("/passkey", {"answer": device.sign(options(client, "/me"))}).status_code == 422


def test_what_was_made_for_one_person_is_not_kept_for_another(client, person):
    other = sign_in(person("caseworker", name="Awa"))
    answer = Device().make(options(client, "/me"))
    assert other.post("/passkey/new", {"answer": answer}, SERVER_NAME="localhost").status_code == 422


def test_whose_access_ended_does_not_come_in_by_a_passkey(device, person):
    person("administrator", name="Nadia")
    actions.end_access(None, User.objects.get(roles=["caseworker"]))
    assert enter(browser(), device).status_code == 422


def test_new_access_takes_passkeys_away_too(device):
    actions.renew_access(None, User.objects.get(), FIRST)
    assert enter(browser(), device).status_code == 422


def test_a_key_that_is_kept_already_is_not_kept_again(client, device):
    again = device.make(options(client, "/me"))
    assert client.post("/passkey/new", {"answer": again}).status_code == 422


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(bytes.hex)))
def test_junk_is_refused_in_a_sentence(junk):
    answer = browser().post("/passkey", {"answer": junk})
    assert answer.status_code == 422
    assert b"This passkey was not taken" in answer.content


@pytest.mark.parametrize("field", ["clientDataJSON", "authenticatorData", "signature"])
def test_every_changed_byte_is_refused(device, field):
    for at in range(0, 64, 5):
        answer = json.loads(device.sign(options(browser(), "/sign-in")))
        value = bytearray(urlsafe_b64decode(answer["response"][field] + "=="))
        value[at % len(value)] ^= 4
        answer["response"][field] = text(bytes(value))
        assert browser().post("/passkey", {"answer": json.dumps(answer)}).status_code == 422
    assert enter(browser(), device).status_code == 302


def test_one_of_two_may_go_and_the_last_one_stays(client, device):
    page = client.get("/me").content.decode()
    code, passkey = re.findall(r'name="factor" value="([^"]+)"', page)
    assert "blue stick" in page
    assert client.post("/me", {"factor": code}).headers["Location"] == "/me"
    assert client.post("/me", {"factor": passkey}).status_code == 409
    assert client.post("/me", {"factor": code}).status_code == 404
    done = [row.entry.action for row in Row.objects.order_by("index")]
    assert done[-3:] == ["person.passkey_made", "person.signed_in", "person.second_factor_dropped"]


def test_where_the_address_is_a_number_the_page_says_why_there_are_none(client):
    page = client.get("/me", SERVER_NAME="127.0.0.1").content.decode()
    assert "data-passkey" not in page and "localhost" in page
