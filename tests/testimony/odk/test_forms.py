"""Each form that a desk publishes, filled by ODK's own engine, encrypted by OpenSSL, posted in several posts: the same
answers at the desk as were put on the phone. The forms come from the hub, as they do to Collect."""

import json
import subprocess
import xml.etree.ElementTree as ElementTree
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import urllib3
from tests.testimony.odk.phone import fill, post

from amana.care.publishing import publish_card
from amana.desk.lock import lock
from amana.forms import ready
from amana.testimony import sync
from amana.testimony.hub_client import Hub
from amana.testimony.models import Testimony
from amana.testimony.odk.settings import address
from deskkit import hub_at
from odkkit import OPENROSA

pytestmark = pytest.mark.django_db
ENGINE = Path(__file__).parent / "engine.mjs"
PLACES = "id,name,parent\nm1,An invented market,n\nn,An invented north,\n"
EXACT = {"_point": {"point": "14.5,-4.25", "km": 3}, "_date": {"date": "2024-06-17"}, "_place": {"place": "m1"}}
SAID = {"_refused": {"refused": True}, "_unknown": {"unknown": True}}
LISTED = "{http://openrosa.org/xforms/xformsList}"
FILES = "{http://openrosa.org/xforms/xformsManifest}"


@pytest.fixture
def served(db, tmp_path):
    """The desk's side of a hub, and what Collect finds there: form id → the XForm and the files beside it."""
    (tmp_path / "places.csv").write_text(PLACES)
    with hub_at(tmp_path / "store") as hub:
        card = publish_card(None, hub, {"en": "An invented desk"}, places=tmp_path / "places.csv")
        there = address(card.hub, card.link)
        listed = ElementTree.fromstring(get(f"{there}/formList"))
        forms = {form.findtext(f"{LISTED}formID"): form for form in listed}
        yield Hub(hub, lock.keys.card, pause=0.01), there, forms


def get(url: str) -> bytes:
    answer = urllib3.request("GET", f"{url}?deviceID=x", headers=OPENROSA)
    assert answer.status == 200 and answer.headers["x-openrosa-version"] == "1.0"
    return answer.data


def engine(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What ODK's engine makes of each form."""
    run = subprocess.run(["node", ENGINE], input=json.dumps(asked).encode(), capture_output=True, timeout=300)
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


def flat(answers: dict[str, Any]) -> dict[str, Any]:
    """Every answer by its question, those of a repeat's first instance among them."""
    found = {}
    for name, answer in answers.items():
        if isinstance(answer, dict) and "each" in answer:
            found |= flat(answer["each"][0])
        else:
            found[name] = answer
    return found


def expected(filled: dict[str, str]) -> dict[str, Any]:
    """What was put, as an answer. A choice of several is a list, which the comparison takes for its one code."""
    meant = {}
    for name, put in filled.items():
        name, _, part = name.partition(".")
        if part in ("", "not"):
            meant[name] = {**EXACT, **SAID, "7": {"number": 7}}.get(put, put)
    return meant


def plain(answer: Any) -> Any:
    return answer[0] if isinstance(answer, list) and len(answer) == 1 else answer


NAMES = ("told_before", "safe_now", "acts", "when", "where", "needs", "sex", "age", "bond", "found")
CHOOSE: list[dict[str, str | None]] = [
    {},
    {"where": "_place", "where.place": "m1", "when": "_date", "seen": "_date", "voice": None},
    {name: "_refused" for name in NAMES} | {"told_before": "_unknown"},
]


def test_what_was_filled_on_the_phone_is_what_the_desk_reads(served) -> None:
    hub, there, forms = served
    assert set(forms) == set(ready.NAMES)
    xforms = {name: get(form.findtext(f"{LISTED}downloadUrl")) for name, form in forms.items()}
    beside = {name: form.findtext(f"{LISTED}manifestUrl") for name, form in forms.items()}
    asked = [(name, choose) for name in forms for choose in CHOOSE]
    given = [
        {"xform": xforms[name].decode(), "places": places(beside[name]), "choose": choose} for name, choose in asked
    ]
    for (name, choose), made in zip(asked, engine(given), strict=True):
        submission = ElementTree.fromstring(xforms[name]).find(".//{http://www.w3.org/2002/xforms}submission")
        filled = fill(
            media={file: b64decode(data) for file, data in made["media"]},
            form=name,
            version=forms[name].findtext(f"{LISTED}version"),
            instance=made["instance"],
            xml=made["xml"].encode(),
            public_key=submission.get("base64RsaPublicKey"),
        )
        known = set(Testimony.objects.values_list("pk", flat=True))
        for parts in filled.posts():
            assert post(there, *parts) == 201
        sync.sync_from_hub(hub)
        testimony = Testimony.objects.exclude(pk__in=known).get()
        read = {question: plain(answer) for question, answer in flat(testimony.told["answers"]).items()}
        assert read == expected(made["filled"]), (name, choose)
        agreed = {consent.purpose: consent.answer for consent in testimony.consents.all()}
        prefix = "consents."
        put = made["filled"].items()
        assert agreed == {field.removeprefix(prefix): said for field, said in put if field.startswith(prefix)}
        assert agreed and testimony.told["form"]["id"] == name


def places(manifest: str | None) -> str | None:
    """The file beside a form, where there is one."""
    return get(ElementTree.fromstring(get(manifest)).findtext(f".//{FILES}downloadUrl")).decode() if manifest else None
