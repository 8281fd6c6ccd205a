"""What a card names is at the hub, byte for byte; a form keeps its words as long as it keeps its version."""

import hashlib
import urllib.request
from pathlib import Path

import pytest
from tests.forms.formkit import SETTINGS, save

from amana.care.publishing import publish_card, read_card
from amana.desk import odk_key
from amana.desk.lock import lock
from amana.errors import Problem
from amana.forms.ready import NAMES
from amana.sealing.card import Card
from amana.testimony.asked import form_of, place_names
from amana.testimony.models import Questionnaire
from deskkit import fingerprint, hub_at

pytestmark = pytest.mark.django_db
NAMED = {"en": "An invented desk"}


@pytest.fixture
def hub(tmp_path):
    with hub_at(tmp_path / "store") as address:
        yield address


def published(hub: str, **given: object) -> Card:
    return read_card(publish_card(None, hub, NAMED, **given))


def at_hub(hub: str, sha256: str) -> bytes:
    with urllib.request.urlopen(f"{hub}/v1/cards/{fingerprint()}/files/{sha256}") as answer:
        data: bytes = answer.read()
    assert hashlib.sha256(data).hexdigest() == sha256
    return data


def test_a_first_card_has_the_ready_forms_and_all_that_they_name_is_at_the_hub(hub):
    card = published(hub)
    assert tuple(form.id for form in card.forms) == NAMES
    for form in card.forms:
        assert form_of({"id": form.id, "version": form.version})["id"] == form.id
        at_hub(hub, form.phone)
        xform = at_hub(hub, form.odk).decode()
        assert f'base64RsaPublicKey="{odk_key.public_text(lock.keys.odk)}"' in xform
    assert published(hub).forms == card.forms


def test_an_organisations_own_form_and_places_take_their_place_and_stay(hub, tmp_path):
    published(hub)
    places = tmp_path / "places.csv"
    places.write_text("id,name\nSEL,Selo crossing\n", "utf-8")
    card = published(hub, forms=[save(tmp_path, ["text", "words", "Words"])], places=places)
    assert [form.id for form in card.forms] == ["invented"]
    assert b"Selo crossing" in at_hub(hub, card.places)
    assert place_names() == {"SEL": "Selo crossing"}
    later = published(hub)
    assert (later.forms, later.places) == (card.forms, card.places)


def test_a_form_that_changes_needs_another_version(hub, tmp_path: Path):
    published(hub, forms=[save(tmp_path, ["text", "words", "Words"])])
    with pytest.raises(Problem) as caught:
        published(hub, forms=[save(tmp_path, ["text", "words", "Other words"])])
    assert caught.value.code == "care.same_version"
    settings = [SETTINGS[0], [*SETTINGS[1][:2], "2", *SETTINGS[1][3:]]]
    published(hub, forms=[save(tmp_path, ["text", "words", "Other words"], settings=settings)])
    assert [row.version for row in Questionnaire.objects.filter(form="invented").order_by("pk")] == ["1", "2"]


def test_two_forms_of_one_id_are_refused(hub, tmp_path):
    form = save(tmp_path, ["text", "words", "Words"])
    with pytest.raises(Problem) as caught:
        published(hub, forms=[form, form])
    assert caught.value.code == "care.form_twice"
    assert not Questionnaire.objects.exists()
