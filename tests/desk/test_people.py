"""Keeping people: added with a password shown once, roles given, access ended and renewed, always one administrator."""

import re
from argparse import Namespace
from base64 import b32decode
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp

from amana.desk import actions
from amana.desk.commands import administrator
from amana.desk.models import SecondFactor, User
from amana.errors import Problem
from amana.testimony.custody.models import Row

pytestmark = pytest.mark.django_db


def test_a_person_is_added_with_a_password_that_is_shown_once(signed_in):
    client = signed_in("administrator", name="Nadia")
    page = client.post("/people/new", {"name": "Awa", "roles": ["analyst", "publisher"]}).content.decode()
    password = re.search(r'class="key">([^<]+)<', page)[1]
    awa = User.objects.get_by_natural_key("awa")
    assert awa.roles == ["analyst", "publisher"]
    assert awa.check_password(password)
    assert awa.must_change_password
    assert password not in client.get("/people").content.decode()


def test_names_are_not_given_twice(signed_in):
    client = signed_in("administrator", name="Nadia")
    answer = client.post("/people/new", {"name": " nadia ", "roles": ["analyst"]})
    assert answer.status_code == 409
    assert b"this name already" in answer.content


@pytest.mark.parametrize(
    "form", [{"name": "Awa"}, {"name": "Awa", "roles": ["queen"]}, {"name": "", "roles": ["analyst"]}]
)
def test_a_form_that_is_wrong_is_shown_again(signed_in, form):
    assert signed_in("administrator").post("/people/new", form).status_code == 422


def test_roles_are_replaced(signed_in, person):
    client, awa = signed_in("administrator", name="Nadia"), person("analyst", name="Awa")
    client.post(f"/people/{awa.pk}", {"do": "roles", "roles": ["publisher"]})
    assert User.objects.get(pk=awa.pk).roles == ["publisher"]


@pytest.mark.parametrize("form, status", [({"do": "end"}, 409), ({"do": "roles", "roles": ["analyst"]}, 403)])
def test_the_last_administrator_stays(signed_in, form, status):
    client = signed_in("administrator")
    assert client.post(f"/people/{client.user.pk}", form).status_code == status
    kept = User.objects.get(pk=client.user.pk)
    assert kept.is_active and kept.roles == ["administrator"]


def test_nobody_administers_and_sees_accounts(signed_in, person):
    client, awa = signed_in("administrator", name="Nadia"), person("analyst", name="Awa")
    both = {"do": "roles", "roles": ["administrator", "caseworker"]}
    assert client.post(f"/people/{awa.pk}", both).status_code == 422
    assert client.post("/people/new", {"name": "Moussa", **both}).status_code == 422
    assert User.objects.get(pk=awa.pk).roles == ["analyst"] and User.objects.count() == 2


def test_new_access_takes_the_old_password_and_device_away(person):
    awa = person("analyst", name="Awa")
    SecondFactor.objects.create(user=awa, name="authenticator", secret=b"x" * 20, confirmed=True)
    actions.renew_access(None, awa, "another first password")
    awa.refresh_from_db()
    assert awa.must_change_password and awa.check_password("another first password")
    assert not SecondFactor.objects.filter(user=awa).exists()


def test_what_is_done_to_people_is_logged_by_number_and_without_names(signed_in):
    client = signed_in("administrator", name="Nadia")
    client.post("/people/new", {"name": "Awa of the ninth ford", "roles": ["analyst"]})
    last = Row.objects.order_by("-index")[0]
    assert (last.entry.action, last.entry.actor) == ("person.added", f"user:{client.user.pk}")
    assert b"ninth ford" not in last.opening


def test_a_person_without_a_role_is_none():
    with pytest.raises(Problem) as raised:
        actions.add_person(None, "Awa", [], "a first password 77")
    assert raised.value.code == "desk.unknown_role"


def test_first_passwords_are_long_and_never_alike():
    drawn = {actions.draw_password() for _ in range(100)}
    assert len(drawn) == 100
    assert {len(password) for password in drawn} == {23}


def test_a_first_password_ends_after_a_week_and_the_operators_own_does_not(client, person, monkeypatch):
    nadia = person("administrator", name="Nadia")
    actions.add_person(nadia, "Moussa", ["analyst"], "a first password 77")
    actions.add_person(None, "First", ["administrator"], "a first password 77")
    later = timezone.now() + timedelta(days=7, minutes=1)
    assert enter(client, "Moussa").headers["Location"] == "/second-factor"
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    answer = enter(Client(), "Moussa")
    assert (answer.status_code, b"seven days" in answer.content) == (403, True)
    assert enter(Client(), "First").headers["Location"] == "/second-factor"


def enter(client, name):
    return client.post("/sign-in", {"name": name, "password": "a first password 77"})


def test_an_administrator_ends_a_persons_sessions(signed_in):
    client, awa = signed_in("administrator", name="Nadia"), signed_in("analyst", name="Awa")
    assert awa.get("/").status_code == 200
    client.post(f"/people/{awa.user.pk}", {"do": "sessions"})
    assert awa.get("/").headers["Location"] == "/sign-in"
    assert client.get("/").status_code == 200


def let_in(name, monkeypatch, capsys):
    """By the command, on a desk that is open; what it printed."""
    monkeypatch.setattr(administrator, "open_lock", lambda: None)
    administrator.run(Namespace(name=name))
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["Nadia", "Newly"])
def test_who_can_open_the_desk_lets_an_administrator_in_when_none_can_sign_in(person, monkeypatch, capsys, name):
    nadia = person("administrator", name="Nadia")
    actions.change_password(nadia, "lantern river quiet stone")
    said = let_in(name, monkeypatch, capsys)
    password, key = re.search(r"first password +(\S+)", said)[1], re.search(r"app key +(\S+)", said)[1]
    client = Client()
    assert client.post("/sign-in", {"name": name, "password": password}).headers["Location"] == "/second-factor"
    client.post("/second-factor", {"code": f"{totp(b32decode(key)):06d}"})
    assert client.get("/people").headers["Location"] == "/password"
    assert User.objects.get_by_natural_key("nadia").check_password("lantern river quiet stone") == (name != "Nadia")
    done = [row.entry.action for row in Row.objects.order_by("index")]
    assert ("person.added" if name == "Newly" else "person.access_renewed") in done[-4:]


def test_nobody_who_does_other_work_becomes_an_administrator_by_the_command(person, monkeypatch, capsys):
    awa = person("caseworker", name="Awa")
    before = awa.password
    with pytest.raises(Problem) as problem:
        let_in("Awa", monkeypatch, capsys)
    awa.refresh_from_db()
    assert problem.value.code == "desk.name_taken" and awa.password == before
