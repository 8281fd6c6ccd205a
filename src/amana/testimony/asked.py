"""What an account answers: the questionnaire that this desk published, or one that comes with Amana; and its places."""

import json
from functools import lru_cache
from typing import Any

from amana.desk.gathering import once
from amana.forms.ready import NAMES, ready
from amana.testimony.models import Gazetteer, Questionnaire, Testimony


def form_of(named: dict[str, str] | None) -> dict[str, Any] | None:
    """The form as phones read it (spec/form.md), for the `form` of an envelope: {"id", "version"}; None if unknown."""
    if named is None:
        return None
    if phone := once(("phone", named["id"], named["version"]), lambda: _published(named["id"], named["version"])):
        return _read(phone)
    own = ready(named["id"]).phone if named["id"] in NAMES else None
    return own if own and own["version"] == named["version"] else None


def _published(form: str, version: str) -> str | None:
    return Questionnaire.objects.filter(form=form, version=version).values_list("phone", flat=True).first()


def form_told(testimony: Testimony) -> dict[str, Any] | None:
    """The form that an account answers: the one that came with it from another desk, or one that this desk knows."""
    came = getattr(testimony, "came", None)
    if came is not None and came.form is not None:
        return _read(came.form.phone)
    return form_of(testimony.told["form"])


def places_told(testimony: Testimony) -> dict[str, str]:
    """Id → name of places: for an account from another desk, as that desk calls them."""
    came = getattr(testimony, "came", None)
    theirs = came.terms.get("places", []) if came is not None else []
    return place_names() | {place["id"]: place["name"] for place in theirs}


def place_names() -> dict[str, str]:
    """Id → name, of all the places that this desk ever published."""
    return _names(once("places", lambda: tuple(Gazetteer.objects.values_list("places", flat=True))))


@lru_cache(maxsize=16)
def _read(phone: str) -> dict[str, Any]:
    """A published form is the same in all accounts: it is read once, and nobody changes what was read."""
    form: dict[str, Any] = json.loads(phone)
    return form


@lru_cache(maxsize=4)
def _names(published: tuple[str, ...]) -> dict[str, str]:
    return {entry[0]: entry[1] for places in published for entry in json.loads(places)["entries"]}
