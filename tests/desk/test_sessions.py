"""Sessions end: unused, after half a day, everywhere at once, and with every change of password, factor or role."""

import time

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client, RequestFactory
from django_otp.oath import TOTP

from amana.desk import actions, throttle
from amana.desk.models import SecondFactor, User
from deskkit import sign_in

pytestmark = pytest.mark.django_db
OWN = "a password of her own"


@pytest.fixture
def later(monkeypatch, opened_desk):
    """Lets time pass while the machine is awake."""
    monkeypatch.setattr(opened_desk, "slept", lambda: False)
    began, passed = time.time(), 0.0

    def wait(seconds):
        nonlocal passed
        passed += seconds

    monkeypatch.setattr("time.time", lambda: began + passed)
    return wait


@pytest.fixture
def client(later, signed_in):
    """Signed in, at a time that only the test moves."""
    return signed_in("caseworker")


def code():
    shown = TOTP(b"x" * 20)
    shown.time = time.time()
    return f"{shown.token():06d}"


def is_in(client):
    return client.get("/").status_code == 200


def test_unused_it_ends(client, later):
    later(settings.DESK_IDLE - 5)
    assert is_in(client)
    later(settings.DESK_IDLE - 5)
    assert is_in(client)
    later(settings.DESK_IDLE + 5)
    assert not is_in(client)


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(client, later):
    for _ in range(3):
        later(settings.DESK_IDLE // 2)
        client.get("/here", headers={"X-Amana-Unattended": "1"})
    assert not is_in(client)


def test_used_without_a_pause_it_ends_after_half_a_day_all_the_same(client, later):
    for _ in range(settings.DESK_SESSION // 600):
        assert is_in(client)
        later(600)
    later(1)
    assert not is_in(client)


def test_showing_a_factor_again_does_not_make_it_last_longer(client, later):
    began = client.session["began"]
    later(900 - 5)
    client.post("/second-factor", {"code": code()})
    assert client.session["began"] == began
    assert client.session["proved"] > began


def test_a_session_that_does_not_say_when_it_began_is_none(client):
    session = client.session
    del session["began"]
    session.save()
    assert not is_in(client)


def test_new_roles_end_it_at_once(client, person):
    nadia = person("administrator", name="Nadia")
    actions.give_roles(nadia, User.objects.get(pk=client.user.pk), ["analyst"])
    assert client.get("/testimony/").headers["Location"] == "/sign-in"


def test_signing_out_everywhere_ends_all_of_hers_and_nobody_elses(client, signed_in):
    hers = Client()
    hers.force_login(client.user)
    session = hers.session
    session.update(dict(client.session.items()))
    session.save()
    other = signed_in("caseworker", name="Awa")
    assert is_in(hers)
    client.post("/sign-out", {"do": "everywhere"})
    assert (is_in(client), is_in(hers), is_in(other)) == (False, False, True)


def test_a_factor_that_changed_ends_the_others_and_not_this_one(client):
    other = sign_in(client.user)
    SecondFactor.objects.create(user=client.user, name="authenticator", secret=b"y" * 20, confirmed=True)
    factor = SecondFactor.objects.order_by("pk").last().persistent_id
    assert client.post("/me", {"factor": factor}).status_code == 302
    assert (is_in(client), is_in(other)) == (True, False)


@pytest.mark.parametrize("path", ["/me", "/password", "/second-factor/new"])
def test_keys_are_changed_only_by_who_has_just_shown_one(client, later, path):
    later(601)
    assert client.get(path).headers["Location"] == "/second-factor"
    assert client.post(path, {"factor": "x"}).headers["Location"] == "/second-factor"
    assert client.post("/passkey/new", {"answer": "{}"}).headers["Location"] == "/second-factor"
    assert client.post("/second-factor", {"code": code()}).headers["Location"] == "/me"
    assert client.get("/me").status_code == 200


def test_a_new_password_asks_for_the_one_it_replaces(client):
    new = {"password": "another lantern entirely", "again": "another lantern entirely"}
    assert client.post("/password", new).status_code == 422
    assert client.post("/password", {**new, "current": "wrong"}).status_code == 422
    assert client.post("/password", {**new, "current": OWN}).headers["Location"] == "/"
    assert is_in(client)


def test_guessing_at_many_names_crowds_out_no_session(client, monkeypatch):
    for cache in (caches["default"], caches["tries"]):
        monkeypatch.setattr(cache, "_max_entries", 30)
    for number in range(60):
        client.get("/sign-in")
        throttle.take_try(throttle.scope(RequestFactory().get("/"), "password", f"name {number}"))
    assert is_in(client)
