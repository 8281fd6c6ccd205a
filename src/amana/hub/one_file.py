"""The phone page as one HTML file, for phones that never reach a hub (spec/page.md, One file).

What it holds of a desk is checked as the page itself will check it: the card by the fingerprint of the link, its files
by their hashes. A browser runs the one script and the one style whose hashes stand in the file, and connects to the
card's hub alone.
"""

import hashlib
import html
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from amana.errors import Problem
from amana.sealing import card
from amana.sealing.link import Handed, read_fragment

CARD = "/v1/cards/{desk}"
FILE = CARD + "/files/{sha256}"


@dataclass(frozen=True)
class Parts:
    """What the page's build gives for one file: its script, its style, its name and its icon (a `data:` URL)."""

    script: str
    style: str
    name: str
    icon: str


def take_apart(link: str) -> tuple[str, Handed]:
    """The hub's origin and what stands after `#`. Raises `hub.bad_link`, or as `read_fragment` does."""
    where = urlsplit(link)
    if where.scheme not in ("http", "https") or not where.netloc or where.path not in ("", "/"):
        raise Problem("hub.bad_link")
    return f"{where.scheme}://{where.netloc}", read_fragment(where.fragment)


def gather(link: str, fetch: Callable[[str], bytes]) -> dict[str, object]:
    """What the file holds of the desk of `link`; `fetch` gives what is under a URL.

    Raises `hub.bad_link`, `sealing.bad_link`, `sealing.bad_signature`, and as `amana.sealing.card.read` does.
    """
    hub, handed = take_apart(link)
    note = fetch(hub + CARD.format(desk=handed.fingerprint))
    named = card.read(note, handed.fingerprint)
    files = {}
    for sha256 in [*(form.phone for form in named.forms), named.directory, *filter(None, [named.places])]:
        data = fetch(hub + FILE.format(desk=handed.fingerprint, sha256=sha256))
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem("sealing.bad_signature")
        files[sha256] = data.decode()
    return {
        "hub": hub,
        "fingerprint": handed.fingerprint,
        "token": handed.token,
        "card": note.decode(),
        "files": files,
    }


def write(parts: Parts, desk: dict[str, object]) -> str:
    """The whole file."""
    # In a script element only `</script` and `<!--` mean anything to a browser: with no `<` there is neither.
    held = json.dumps(desk, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    script = parts.script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(parts.style)}'; "
        f"connect-src {desk['hub']}; media-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">
<title>{html.escape(parts.name)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="{html.escape(parts.icon)}">
<style>{parts.style}</style>
</head>
<body>
<main id="page"></main>
<script type="application/json" id="desk">{held}</script>
<script>{script}</script>
</body>
</html>
"""


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
