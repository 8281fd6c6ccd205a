"""What rooms tell the frame: their places in the menu, in order, and what waits."""

import pytest

from amana.desk.frame import rooms
from amana.desk.room import Need

pytestmark = pytest.mark.django_db


def test_every_room_with_an_apps_file_is_one(opened_desk):
    from django.conf import settings

    assert {room.name for room in rooms()} == {"amana.desk", *(f"amana.{room}" for room in settings.ROOMS)}


def test_the_menu_follows_an_accounts_way_and_the_rest_stands_after_it(signed_in):
    page = signed_in("supervisor", "publisher").get("/").content.decode()
    labels = [
        entry.label for aside in (False, True) for room in rooms() for entry in room.navigation if entry.aside is aside
    ]
    places = [page.index(f">{label}</a>") for label in labels if f">{label}</a>" in page]
    assert len(places) >= 3
    assert places == sorted(places)


def test_what_waits_is_shown_and_what_is_urgent_comes_first(signed_in, monkeypatch):
    waiting = [Need("Two replies wait", "/custody/"), Need("Care within 20 hours", "/people", urgent=True)]
    monkeypatch.setattr("amana.testimony.custody.apps.Custody.needs", lambda room, user: waiting, raising=False)
    page = signed_in("supervisor").get("/").content.decode()
    assert 0 < page.index("Care within 20 hours") < page.index("Two replies wait")
