"""The two encrypted samples of ODK Briefcase, opened: other people's work, which is not kept here, so not in the suite.

AMANA_BRIEFCASE=FOLDER .tools/python/bin/python -m pytest tests/testimony/odk/briefcase.py
"""

import hashlib
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from amana.sealing.odk import read_manifest
from amana.testimony.odk.opening import open_submission

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


@pytest.mark.parametrize("form", SAMPLES)
def test_the_samples_of_odk_briefcase_open_to_the_right_bytes(form: str) -> None:
    folder = Path(os.environ[BRIEFCASE])
    manifest = read_manifest((folder / f"{form}-submission.xml").read_bytes())
    key = load_pem_private_key((folder / f"{form}-key.pem").read_bytes(), None)
    named = {manifest.xml: f"{form}-submission.xml.enc", **{name: f"{form}-{name}" for name in manifest.media}}
    opened = open_submission(manifest, {name: (folder / file).read_bytes() for name, file in named.items()}, key)
    assert {name: hashlib.sha256(data).hexdigest() for name, data in opened.items()} == SAMPLES[form]
