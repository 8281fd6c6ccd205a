"""What this desk said of itself at its hub before: for one that came back with its keys alone, or from an older backup.

The card at the hub is by this desk's own key, or it is taken for none. What it names is kept here again where it is
missing: forms, places, and the list of services. A hub that shows an older card than its newest gains nothing: phones
refuse what is made from it.
"""

from datetime import date

from django.db import transaction

from amana.care.models import Area, Service
from amana.errors import Problem
from amana.sealing import bundle
from amana.sealing import card as desk_card
from amana.sealing.card import Card
from amana.sealing.form import Form
from amana.sealing.places import Gazetteer as Places
from amana.testimony.custody.log import record
from amana.testimony.hub_client import Hub
from amana.testimony.models import Gazetteer, Questionnaire


def newest_card(hub: Hub, fingerprint: str, kept: Card | None) -> Card | None:
    """Of the card that the hub serves and the one that is `kept` here, the newer; what the hub's names is kept then.

    None where there is neither. Raises `testimony.hub_unreachable`, and as `Hub.file` does.
    """
    found = _card_at(hub, fingerprint)
    if found is None or (kept and kept.serial >= found.serial):
        return kept
    with transaction.atomic():
        _keep_forms(hub, found)
        _keep_places(hub, found)
        _keep_directory(hub, found)
    return found


def _card_at(hub: Hub, fingerprint: str) -> Card | None:
    try:
        return desk_card.read(hub.card(fingerprint), fingerprint)
    except Problem as problem:
        if problem.code == "testimony.hub_unreachable":
            raise
        return None


def _keep_forms(hub: Hub, card: Card) -> None:
    for named in card.forms:
        if named.odk is None or Questionnaire.objects.filter(form=named.id, version=named.version).exists():
            continue
        phone, odk = (hub.file(card.fingerprint, sha256) for sha256 in (named.phone, named.odk))
        bundle.read(Form, phone, named.phone)
        Questionnaire.objects.create(form=named.id, version=named.version, phone=phone.decode(), odk=odk.decode())


def _keep_places(hub: Hub, card: Card) -> None:
    if card.places and not Gazetteer.objects.filter(sha256=card.places).exists():
        data = hub.file(card.fingerprint, card.places)
        bundle.read(Places, data, card.places)
        Gazetteer.objects.create(sha256=card.places, places=data.decode())


def _keep_directory(hub: Hub, card: Card) -> None:
    """Only where there is none: what is kept here may have been changed since."""
    if Service.objects.exists() or Area.objects.exists():
        return
    found = bundle.read(bundle.Directory, hub.file(card.fingerprint, card.directory), card.directory)
    record(None, "directory.imported")
    for position, area in enumerate(found.areas):
        Area.objects.create(**area.members(), position=position)
    for position, service in enumerate(found.services):
        Service.objects.create(**service.members(), checked=date.fromisoformat(found.checked), position=position)
