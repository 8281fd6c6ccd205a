"""Where a phone sends, and the code that it scans."""

import base64
import json
import zlib

from amana.sealing.card import new_token
from amana.sealing.ids import id_of
from amana.sealing.link import link
from amana.testimony.odk.settings import address, settings_text

HUB = "https://hub.example"


def test_the_address_holds_the_desk_and_the_token_of_its_link() -> None:
    desk, token = id_of(b"desk"), new_token()
    assert address(HUB, link(HUB, desk)) == f"{HUB}/odk/{desk}"
    assert address(HUB, link(HUB, desk, token)) == f"{HUB}/odk/{desk}/{token}"


def test_the_code_is_one_that_collect_reads_and_keeps_little_on_the_phone() -> None:
    settings = json.loads(zlib.decompress(base64.b64decode(settings_text(f"{HUB}/odk/x"))))
    assert set(settings) == {"general", "admin", "project"}
    assert settings["general"]["server_url"] == f"{HUB}/odk/x"
    assert settings["general"]["delete_send"] is True and settings["admin"]["save_as_draft"] is False
    assert len(settings_text(address(HUB, link(HUB, id_of(b"d"), new_token())))) < 700
