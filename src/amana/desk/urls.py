"""Addresses: the desk's own, then each room's under its name. An address never holds anything that was told."""

from pathlib import Path

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from amana.desk import (
    pages,
    pages_backup,
    pages_keyring,
    pages_keys,
    pages_people,
    pages_roles,
    pages_search,
    pages_sign_in,
    pages_unlock,
)

desk = [
    path("", pages.home, name="home"),
    path("static/<path:path>", pages.static, name="static"),
    path("language", set_language, name="language"),
    path("unlock", pages_unlock.unlock, name="unlock"),
    path("lock", pages_unlock.close, name="lock"),
    path("state", pages_unlock.state, name="state"),
    path("here", pages_unlock.here, name="here"),
    path("leave", pages_unlock.leave, name="leave"),
    path("sign-in", pages_sign_in.sign_in, name="sign_in"),
    path("sign-out", pages_sign_in.sign_out, name="sign_out"),
    path("second-factor", pages_sign_in.second_factor, name="second_factor"),
    path("passkey", pages_sign_in.passkey, name="passkey"),
    path("second-factor/new", pages_keys.enrol, name="enrol"),
    path("passkey/new", pages_keys.new_passkey, name="new_passkey"),
    path("password", pages_keys.password, name="password"),
    path("me", pages_keys.me, name="me"),
    path("search", pages_search.search, name="search"),
    path("backup", pages_backup.backup, name="backup"),
    path("keys", pages_keyring.keys, name="keys"),
    path("keys/words", pages_keyring.words, name="words"),
    path("roles", pages_roles.who_may, name="roles"),
    path("people", pages_people.people, name="people"),
    path("people/new", pages_people.add, name="add_person"),
    path("people/<int:pk>", pages_people.person, name="person"),
]

urlpatterns = [path("", include((desk, "desk")))] + [
    path(f"{room.rsplit('.')[-1]}/", include(f"amana.{room}.urls"))
    for room in settings.ROOMS
    if (Path(__file__).parents[1] / room.replace(".", "/") / "urls.py").exists()
]

handler400 = "amana.desk.problems.bad_request"
handler403 = "amana.desk.problems.not_allowed"
handler404 = "amana.desk.problems.not_found"
handler500 = "amana.desk.problems.broken"
