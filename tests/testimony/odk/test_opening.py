"""What another program encrypted as ODK Collect does opens to the same bytes, and nothing else does."""

import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.testimony.odk.phone import fill, xml_of

from amana.desk import odk_key
from amana.errors import Problem
from amana.sealing.odk import read_manifest
from amana.testimony.odk.opening import open_submission

PRIMES = odk_key.draw()
KEY = odk_key.private_key(PRIMES)
PUBLIC = odk_key.public_text(PRIMES)
SIZES = (0, 1, 15, 16, 17, 4096, 100_003)


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
