"""Where a phone with ODK Collect sends, and the settings that it can scan (spec/odk.md, "The address"). Pure."""

import base64
import json
import zlib

from amana.sealing.link import read_fragment


def address(hub: str, link: str) -> str:
    """The server's URL for ODK Collect, of the desk that hands out `link`."""
    read = read_fragment(link.partition("#")[2])
    return "/".join([hub, "odk", read.fingerprint, *([read.token] if read.token else [])])


def settings_text(address: str) -> str:
    """What ODK Collect's settings code holds: base64 of zlib of JSON (docs.getodk.org, Collect settings by QR code)."""
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {},
    }
    packed = zlib.compress(json.dumps(settings, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()
