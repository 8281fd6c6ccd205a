"""What every page's frame shows: the menu for this person's roles, and the lock."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from amana.desk.lock import lock
from amana.desk.policy import may
from amana.desk.room import Need, Room


def rooms() -> Iterator[Room]:
    """Every room, in the order of an account's way."""
    return (room for room in apps.get_app_configs() if isinstance(room, Room))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for every template: `menu`; whether the desk is `open`, and all in it `invented`; `idle` seconds."""
    always = {"open": lock.is_open, "invented": settings.DESK_INVENTED, "idle": settings.DESK_IDLE}
    user: Any = getattr(request, "user", None)
    if not lock.is_open or user is None or not user.is_authenticated or not user.is_verified():
        return {**always, "menu": []}
    entries = [entry for room in rooms() for entry in room.navigation if may(user, entry.action)]
    addresses = {entry: reverse(entry.page) for entry in sorted(entries, key=lambda entry: entry.aside)}
    here = max((url for url in addresses.values() if request.path.startswith(url)), key=len, default="")
    menu = [{"label": entry.label, "url": url, "here": url == here} for entry, url in addresses.items()]
    return {**always, "menu": menu}


def needs(user: Any) -> list[Need]:
    """What waits for `user` in all rooms, in the order of its turns."""
    return sorted((need for room in rooms() for need in room.needs(user)), key=lambda need: need.place)
