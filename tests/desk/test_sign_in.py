"""Signing in: both factors, each code once, a password of one's own, and guessing that only tires the guesser."""

import re
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.oath import totp

from amana.desk import actions, throttle
from amana.desk.models import SecondFactor, User
from amana.testimony.custody.models import Row

pytestmark = pytest.mark.django_db
FIRST = "a first password 77"
OWN = "lantern river quiet stone"


@pytest.fixture
def newcomer(db):
    return actions.add_person(None, "Salma", ["caseworker"], FIRST)


@pytest.fixture
def settled(newcomer):
    """Somebody past her first sign-in; gives her and her device."""
    actions.change_password(newcomer, OWN)
    return newcomer, SecondFactor.objects.create(user=newcomer, name="authenticator", secret=b"x" * 20, confirmed=True)


def code(secret, drift=0):
    return f"{totp(secret, drift=drift):06d}"


def enter(client, password=OWN, name="Salma"):
    return client.post("/sign-in", {"name": name, "password": password})


def test_the_first_time_a_second_factor_and_an_own_password_are_made(client, newcomer):
    assert enter(client, FIRST).headers["Location"] == "/second-factor"
    assert client.get("/second-factor").headers["Location"] == "/second-factor/new"
    page = client.get("/second-factor/new").content.decode()
    secret = b32decode("".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page)))
    assert "<svg" in page and "style=" not in page
    assert client.post("/second-factor/new", {"code": "000 000"}).status_code in (302, 422)
    assert client.get("/").headers["Location"] in ("/second-factor", "/password")
    assert client.post("/second-factor/new", {"code": code(secret)}).headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/password"
    assert client.get("/people").headers["Location"] == "/password"
    assert client.post("/password", {"password": OWN, "again": OWN}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_the_qr_code_says_what_the_page_says(client, newcomer):
    import zxingcpp

    from amana.desk.qr import draw_qr

    text = "otpauth://totp/Amana:Salma?secret=ABCDEFGH&issuer=Amana"
    drawn = draw_qr(text, "QR")
    path = re.search(r'd="([^"]+)"', drawn)[1]
    side = int(re.search(r'viewBox="0 0 (\d+)', drawn)[1])
    import numpy

    image = numpy.full((side, side), 255, dtype=numpy.uint8)
    for x, y, w, h in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", path):
        image[int(y) : int(y) + int(h), int(x) : int(x) + int(w)] = 0
    assert zxingcpp.read_barcode(image.repeat(4, 0).repeat(4, 1)).text == text


def test_both_factors_lead_in(client, settled):
    _, device = settled
    enter(client)
    assert client.get("/").headers["Location"] == "/second-factor"
    assert client.post("/second-factor", {"code": code(device.secret)}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_name_is_known_however_it_is_typed(client, settled):
    assert enter(client, name=" SALMA").status_code == 302


@pytest.mark.parametrize(
    "name, password", [("Salma", "wrong"), ("Nobody", OWN), ("Salma", OWN.upper()), ("Salma", OWN + " ")]
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client, settled, name, password):
    answer = enter(client, password, name)
    assert answer.status_code == 422
    assert b"do not go together" in answer.content


def test_the_password_alone_opens_no_page(client, settled):
    enter(client)
    for path in ("/", "/people", "/password", "/custody/", "/second-factor/new"):
        assert client.get(path).headers["Location"].startswith("/second-factor"), path


def test_a_code_opens_once(client, settled):
    _, device = settled
    now = code(device.secret)
    enter(client)
    client.post("/second-factor", {"code": now})
    other = Client()
    enter(other)
    assert other.post("/second-factor", {"code": now}).status_code == 422


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "１２３４５６", "-12345"])
def test_what_is_no_code_is_refused(client, settled, wrong):
    enter(client)
    assert client.post("/second-factor", {"code": wrong}).status_code == 422


def test_an_old_code_is_refused(client, settled):
    _, device = settled
    enter(client)
    assert client.post("/second-factor", {"code": code(device.secret, drift=-5)}).status_code == 422


def test_a_session_is_another_after_signing_in(client, settled):
    _, device = settled
    enter(client)
    before = client.cookies["amana_session"].value
    client.post("/second-factor", {"code": code(device.secret)})
    assert client.cookies["amana_session"].value != before


def test_whose_access_ended_is_out_at_once(client, settled, person):
    person("administrator", name="Nadia")
    user, device = settled
    enter(client)
    client.post("/second-factor", {"code": code(device.secret)})
    actions.end_access(None, user)
    assert client.get("/").headers["Location"] == "/sign-in"
    assert enter(client).status_code == 422


def test_a_new_password_ends_the_other_sessions(client, settled):
    user, device = settled
    enter(client)
    client.post("/second-factor", {"code": code(device.secret)})
    actions.change_password(User.objects.get(pk=user.pk), "another lantern entirely")
    assert client.get("/").headers["Location"] == "/sign-in"


def test_a_guesser_tires(client, settled):
    for _ in range(throttle.TRIES):
        assert enter(client, "wrong").status_code == 422
    answer = enter(client)
    assert answer.status_code == 429
    assert b"minutes" in answer.content


def test_a_stranger_who_guesses_does_not_lock_out_the_owner_in_her_own_browser(client, settled):
    _, device = settled
    enter(client)
    client.post("/second-factor", {"code": code(device.secret)})
    client.post("/sign-out")
    stranger = Client()
    for _ in range(throttle.TRIES + 1):
        enter(stranger, "wrong")
    assert enter(stranger).status_code == 429
    assert enter(client).status_code == 302


def test_a_browser_cannot_claim_to_be_known(settled):
    stranger = Client()
    for number in range(throttle.TRIES + 1):
        stranger.cookies["amana_browser"] = f"nonce{number}.{'0' * 64}"
        enter(stranger, "wrong")
    assert enter(stranger).status_code == 429


def test_guessing_codes_tires_too(client, settled):
    _, device = settled
    enter(client)
    for _ in range(throttle.TRIES):
        client.post("/second-factor", {"code": "abcdef"})
    assert client.post("/second-factor", {"code": code(device.secret)}).status_code == 429


def test_who_comes_in_and_who_is_guessed_at_stands_in_the_log_and_a_name_that_nobody_has_does_not(client, settled):
    user, device = settled
    enter(client)
    client.post("/second-factor", {"code": code(device.secret)})
    for name in ("Salma", "Nobody"):
        for _ in range(throttle.TRIES + 3):
            enter(Client(), "wrong", name)
    done = [row.entry for row in Row.objects.order_by("index") if row.entry.action in LOGGED]
    assert [(entry.action, entry.detail) for entry in done] == [
        ("person.signed_in", {"by": "code"}),
        ("person.guessed_at", {"at": "password"}),
    ]
    assert {entry.subject for entry in done} == {f"user:{user.pk}"}


LOGGED = ("person.signed_in", "person.guessed_at")


def test_passwords_are_hashed_by_scrypt(settled):
    user, _ = settled
    assert User.objects.get(pk=user.pk).password.startswith("scrypt$")


@pytest.mark.parametrize(
    "password, again, says",
    [
        ("short", "short", "at least 12"),
        ("password1234", "password1234", "common"),
        ("salma likes rivers", "salma likes rivers", "guessed first"),
        (OWN, FIRST, "not the same"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(client, newcomer, password, again, says):
    enter(client, FIRST)
    page = client.get("/second-factor/new").content.decode()
    secret = b32decode("".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page)))
    client.post("/second-factor/new", {"code": code(secret)})
    answer = client.post("/password", {"password": password, "again": again})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_nothing_of_a_session_is_kept_in_the_database(client, settled):
    from django.db import connection

    enter(client)
    assert not [table for table in connection.introspection.table_names() if "session" in table]
