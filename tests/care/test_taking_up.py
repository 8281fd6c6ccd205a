"""A desk that lost its tables, or has them as they were long ago, goes on with the card that its hub still has."""

import pytest
from django.db import connection
from tests.forms.formkit import save

from amana.care.models import Area, Service
from amana.care.publishing import publish_card, read_card
from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing import card as desk_card
from amana.sealing import ed25519
from amana.sealing.ids import id_of
from amana.testimony.asked import form_of, place_names
from amana.testimony.guards import lifted
from amana.testimony.hub_client import Hub
from amana.testimony.models import Card, Gazetteer, Questionnaire
from deskkit import hub_at

pytestmark = pytest.mark.django_db
NAMED = {"en": "An invented desk", "fr": "Un bureau inventé"}


@pytest.fixture
def hub(tmp_path):
    with hub_at(tmp_path / "store") as address:
        yield address


@pytest.fixture
def published(hub, tmp_path):
    """Two cards, of which the second names a form, places and a service of the organisation's own."""
    publish_card(None, hub, NAMED)
    Area.objects.create(code="north", names={"en": "The north"})
    Service.objects.create(id="a", kind="health", names={"en": "A clinic"}, areas=["north"], checked="2026-03-01")
    places = tmp_path / "places.csv"
    places.write_text("id,name\nSEL,Selo crossing\n", "utf-8")
    form = save(tmp_path, ["text", "words", "Words"])
    return publish_card(None, forms=[form], places=places, per_day=50)


def lose(*models):
    with lifted(connection):
        for model in models:
            model.objects.all().delete()


def test_what_it_said_before_is_taken_up_from_the_hub_by_the_keys_alone(hub, published):
    before = read_card(published)
    lose(Card, Questionnaire, Gazetteer, Service, Area)
    with pytest.raises(Problem) as problem:
        publish_card(None)
    assert problem.value.code == "care.first_card"
    again = read_card(publish_card(None, hub))
    changed = {"serial": before.serial + 1, "day": again.day}
    assert again.members() == {**before.members(), **changed}
    assert form_of({"id": "invented", "version": "1"})["id"] == "invented"
    assert place_names() == {"SEL": "Selo crossing"}
    service = Service.objects.get()
    assert (service.names, service.areas, str(service.checked)) == ({"en": "A clinic"}, ["north"], "2026-03-01")
    assert read_card(publish_card(None)).serial == before.serial + 2


def test_an_older_backup_goes_on_after_the_newest_card_and_keeps_the_services_that_it_has(hub, published):
    with lifted(connection):
        Card.objects.filter(pk=published.pk).delete()
        Questionnaire.objects.filter(form="invented").delete()
    Service.objects.update(names={"en": "A clinic that moved"})
    again = read_card(publish_card(None))
    assert (again.serial, again.forms) == (published.serial + 1, read_card(published).forms)
    assert Service.objects.get().names == {"en": "A clinic that moved"}


def test_a_card_of_another_key_is_none_of_ours(hub, published, monkeypatch):
    second = read_card(published)
    foreign = bytes(32)
    key = desk_card.codec.base64url(ed25519.public_key(foreign))
    note = desk_card.make(second.model_copy(update={"key": key, "serial": 900}), foreign)
    assert id_of(ed25519.public_key(lock.keys.card)) == second.fingerprint
    monkeypatch.setattr(Hub, "card", lambda *_: note)
    assert read_card(publish_card(None)).serial == second.serial + 1


def test_other_bytes_than_the_card_names_are_not_kept(hub, published, monkeypatch):
    lose(Card, Questionnaire)
    call = Hub._call

    def spoiled(self, method, path, *given, **more):
        answer = call(self, method, path, *given, **more)
        if method == "GET" and "/files/" in path:
            answer._body = b"{}"
        return answer

    monkeypatch.setattr(Hub, "_call", spoiled)
    with pytest.raises(Problem) as problem:
        publish_card(None, hub)
    assert problem.value.code == "testimony.hub_wrong_bytes" and not Questionnaire.objects.exists()
