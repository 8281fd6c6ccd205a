"""What another program encrypted as ODK Collect does opens to the same bytes, and nothing else does."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from tests.testimony.odk.phone import fill, xml_of

from amana.desk import odk_key
from amana.errors import Problem
from amana.sealing.odk import read_manifest
from amana.testimony.odk.opening import open_submission

PRIMES = odk_key.draw()
KEY = odk_key.private_key(PRIMES)
PUBLIC = odk_key.public_text(PRIMES)
SIZES = (0, 1, 15, 16, 17, 4096, 100_003)
BRIEFCASE = "AMANA_BRIEFCASE"
"""The folder test/resources/org/opendatakit/briefcase/export of a checkout of ODK Briefcase (getodk/briefcase)."""
SAMPLES = {
    "encrypted-form": {"submission.xml": "9368d81e006acc226d398e073554b69149c74f2a94eaafeb4271d058fce4c99c"},
    "encrypted-form-media": {
        "1538040007350.jpg": "9c3041290f1d997fc2e3fd1462919bcb406d3fa2719f8f10089a0da614cc44ac",
        "1538040019351.jpg": "5579cf514ca5fc34e037509c1f573eb30c1291235ad43a0c3427a58ec4ecf4eb",
        "submission.xml": "ce7c53f1150b604db46bdb31b2eef9fc3e0b75050d9c156aada840588ba0e218",
    },
}
"""SHA-256 of what each file of Briefcase's samples opens to."""


def code(*args) -> str:
    with pytest.raises(Problem) as raised:
        open_submission(*args)
    return raised.value.code


@pytest.mark.parametrize("count", [0, 1, 3, 20])
def test_what_was_encrypted_opens_in_the_manifests_order(count: int) -> None:
    media = {f"{n}.jpg": os.urandom(SIZES[n % len(SIZES)]) for n in range(count)}
    filled = fill("<q>é &amp; ع</q>", media, public_key=PUBLIC)
    opened = open_submission(read_manifest(filled.manifest), filled.files, KEY)
    xml = xml_of(filled.instance, "<q>é &amp; ع</q>")
    assert list(opened.items()) == [*media.items(), ("submission.xml", xml)]


def test_a_form_without_a_version_and_one_with_strange_names_open() -> None:
    for form, version in (("tea", None), ('a"b<c&d', "")):
        filled = fill("", form=form, version=version, public_key=PUBLIC, xml=b"<data/>")
        manifest = read_manifest(filled.manifest)
        assert (manifest.form, manifest.version, manifest.instance) == (form, version, filled.instance)
        assert open_submission(manifest, filled.files, KEY) == {"submission.xml": b"<data/>"}


def test_nothing_opens_with_another_key() -> None:
    filled = fill(public_key=PUBLIC)
    other = rsa.generate_private_key(65537, 2048)
    assert code(read_manifest(filled.manifest), filled.files, other) == "odk.other_key"


def test_what_was_changed_is_found() -> None:
    filled = fill(media={"a.jpg": b"a" * 100, "b.jpg": b"b" * 100}, public_key=PUBLIC)
    manifest, files = read_manifest(filled.manifest), filled.files
    changed = bytearray(files["a.jpg.enc"])
    changed[0] ^= 1
    assert code(manifest, files | {"a.jpg.enc": bytes(changed)}, KEY) == "odk.checksum"
    assert code(manifest, files | {"a.jpg.enc": files["a.jpg.enc"][:-16]}, KEY) == "odk.broken"
    assert code(manifest, files | {"a.jpg.enc": files["a.jpg.enc"][:-1]}, KEY) == "odk.broken"
    assert code(manifest, files | {"a.jpg.enc": files["b.jpg.enc"]}, KEY) in ("odk.broken", "odk.checksum")
    assert code(replace(manifest, media=manifest.media[::-1]), files, KEY) in ("odk.broken", "odk.checksum")
    assert code(replace(manifest, form="other"), files, KEY) == "odk.checksum"
    assert code(replace(manifest, signature=manifest.key), files, KEY) == "odk.broken"
    assert code(replace(manifest, instance="uuid:other"), files, KEY) in ("odk.broken", "odk.checksum")


@pytest.mark.skipif(BRIEFCASE not in os.environ, reason=f"{BRIEFCASE} names no folder of ODK Briefcase's samples")
@pytest.mark.parametrize("form", SAMPLES)
def test_the_samples_of_odk_briefcase_open_to_the_right_bytes(form: str) -> None:
    folder = Path(os.environ[BRIEFCASE])
    manifest = read_manifest((folder / f"{form}-submission.xml").read_bytes())
    key = load_pem_private_key((folder / f"{form}-key.pem").read_bytes(), None)
    named = {manifest.xml: f"{form}-submission.xml.enc", **{name: f"{form}-{name}" for name in manifest.media}}
    opened = open_submission(manifest, {name: (folder / file).read_bytes() for name, file in named.items()}, key)
    assert {name: hashlib.sha256(data).hexdigest() for name, data in opened.items()} == SAMPLES[form]
