"""Signed requests to a hub: the one shape of HTTP message signature that it takes.

spec/mailbox.md; RFC 9421, RFC 9530.

One fixed shape instead of the RFC's many: what was signed can be written down again from the request alone, and there
is nothing to negotiate.
"""

import hashlib
import re
from collections.abc import Mapping

from amana.errors import Problem
from amana.sealing import ed25519
from amana.sealing.codec import base64_padded, base64url, from_base64_padded, from_base64url
from amana.sealing.ids import id_of

CLOCK = 300
"""Seconds by which a signer's clock may differ from ours."""
_INPUT = re.compile(
    r'amana=(?P<params>\((?P<covered>"@method" "@authority" "@path"(?: "content-digest")?)\)'
    r';created=(?P<created>0|[1-9][0-9]{0,14});keyid="(?P<key>[A-Za-z0-9_-]{43})";alg="ed25519";tag="amana-1")'
)
_SIGNATURE = re.compile(r"amana=:([A-Za-z0-9+/]{86}==):")


def sign_request(method: str, authority: str, path: str, body: bytes, seed: bytes, now: int) -> dict[str, str]:
    """The headers to send with a request, signed by the key of `seed` at `now` (seconds since 1970).

    `method` is in capitals, `authority` in lower case without the scheme's own port, `path` as on the wire and without
    query; an empty `body` is none.
    """
    components = {"@method": method, "@authority": authority, "@path": path}
    headers = {}
    if body:
        headers["Content-Digest"] = components["content-digest"] = _digest(body)
    covered = " ".join(f'"{name}"' for name in components)
    key = base64url(ed25519.public_key(seed))
    params = f'({covered});created={now};keyid="{key}";alg="ed25519";tag="amana-1"'
    signature = ed25519.sign(seed, signature_base(components, params))
    return headers | {"Signature-Input": f"amana={params}", "Signature": f"amana=:{base64_padded(signature)}:"}


def verify_request(method: str, authority: str, path: str, body: bytes, headers: Mapping[str, str], now: int) -> str:
    """The id of the key that signed this request; arguments as in `sign_request`, with all the `headers` that came.

    Raises `sealing.not_signed`, `hub.clock`, `sealing.bad_digest`, or `sealing.bad_request_signature`.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    described = _INPUT.fullmatch(lower.get("signature-input", ""))
    signed = _SIGNATURE.fullmatch(lower.get("signature", ""))
    components = {"@method": method, "@authority": authority, "@path": path}
    if body:
        components["content-digest"] = _digest(body)
    if not described or not signed or described["covered"] != " ".join(f'"{name}"' for name in components):
        raise Problem("sealing.not_signed")
    try:
        key, signature = from_base64url(described["key"]), from_base64_padded(signed[1])
    except ValueError:
        raise Problem("sealing.not_signed") from None
    if abs(int(described["created"]) - now) > CLOCK:
        raise Problem("hub.clock")
    if body and lower.get("content-digest") != components["content-digest"]:
        raise Problem("sealing.bad_digest")
    if not ed25519.verify(key, signature, signature_base(components, described["params"])):
        raise Problem("sealing.bad_request_signature")
    return id_of(key)


def _digest(body: bytes) -> str:
    return f"sha-256=:{base64_padded(hashlib.sha256(body).digest())}:"


def signature_base(components: Mapping[str, str], params: str) -> bytes:
    """What is signed: each component in order, then the parameters (RFC 9421, section 2.5)."""
    lines = [f'"{name}": {value}' for name, value in components.items()]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()
