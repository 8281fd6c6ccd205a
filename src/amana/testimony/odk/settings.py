"""Where a phone with ODK Collect sends, and the settings that it can scan (spec/odk.md, "The address"). Pure."""

import base64
import json
import zlib

from amana.sealing.link import read_fragment

GENERAL = {
    "protocol": "odk_default",
    "form_update_mode": "match_exactly",
    "autosend": "wifi_and_cellular",
    "delete_send": True,
    "image_size": "medium",
    "analytics": False,
}
ADMIN = {"save_mid": False, "save_as_draft": False, "background_location": False}
"""As little as can be stays on the phone: no drafts to choose, nothing that was sent, no track, no word to others."""


def address(hub: str, link: str) -> str:
    """The server's URL for ODK Collect, of the desk that hands out `link`."""
    read = read_fragment(link.partition("#")[2])
    return "/".join([hub, "odk", read.fingerprint, *([read.token] if read.token else [])])


def settings_text(address: str) -> str:
    """What ODK Collect's settings code holds: base64 of zlib of JSON (docs.getodk.org, Collect settings by QR code)."""
    settings = {"general": GENERAL | {"server_url": address}, "admin": ADMIN, "project": {}}
    packed = zlib.compress(json.dumps(settings, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()
