"""Cases for what a desk signs for all to see: its card, the link to it, and lists of files."""

import hashlib
import json
from typing import Any

from amana.sealing import card, codec, ed25519, keys, link, manifest, notes, strict_json
from amana.sealing.card import Card
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.vectors import Calls, answered, refused, seed

KEY = ed25519.public_key(seed(41))
DESK = id_of(KEY)
TOKEN = codec.base64url(bytes(range(16)))
INVITED = codec.base64url(bytes(range(1, 17)))
CARD: dict[str, Any] = {
    "card": "amana-card/1",
    "key": codec.base64url(KEY),
    "serial": 3,
    "day": "2026-11-22",
    "names": {"en": "An invented organisation", "fr": "Une organisation inventée"},
    "languages": ["fr", "en"],
    "mailbox": Mailbox(seed(42)).id,
    "recipients": [keys.recipient_of(keys.identity_from_seed(seed(number))) for number in (43, 44)],
    "forms": [
        {"id": "first_telling", "version": "2", "phone": hashlib.sha256(b"form").hexdigest(), "odk": None},
        {"id": "witness", "version": "1", "phone": hashlib.sha256(b"2").hexdigest(), "odk": "0" * 64},
    ],
    "directory": hashlib.sha256(b"directory").hexdigest(),
    "places": hashlib.sha256(b"places").hexdigest(),
    "pictures": hashlib.sha256(b"pictures").hexdigest(),
    "sounds": {"fr": hashlib.sha256(b"sounds").hexdigest()},
    "page": None,
    "tokens": [{"sha256": card.token_digest(TOKEN), "per_day": 20}],
    "quota": 1_000_000_000,
}
WRONG: dict[str, dict[str, Any]] = {
    "another format": {"card": "amana-card/2"},
    "a member that is none": {"note": ""},
    "serial 0": {"serial": 0},
    "a serial that is true": {"serial": True},
    "a serial in quotes": {"serial": "3"},
    "a serial below": {"serial": -1},
    "no names": {"names": {}},
    "no languages": {"languages": []},
    "a language twice": {"languages": ["fr", "fr"]},
    "no recipient": {"recipients": []},
    "a recipient twice": {"recipients": CARD["recipients"][:1] * 2},
    "three recipients": {"recipients": [*CARD["recipients"], keys.recipient_of(keys.identity_from_seed(seed(45)))]},
    "another kind of recipient": {"recipients": ["age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq"]},
    "a key of 31 bytes": {"key": codec.base64url(KEY[:31])},
    "a key with padding": {"key": codec.base64url(KEY) + "="},
    "a key that is a number": {"key": 1},
    "a hash in capitals": {"directory": "A" * 64},
    "no forms": {"forms": []},
    "a form twice": {"forms": CARD["forms"][:1] * 2},
    "a form as a hash alone": {"forms": ["0" * 64]},
    "a form whose id is no code": {"forms": [CARD["forms"][0] | {"id": "first-telling"}]},
    "a form that no phone reads": {"forms": [CARD["forms"][0] | {"phone": None}]},
    "places that are absent by false": {"places": False},
    "sounds of a language that is none": {"sounds": {"1": "0" * 64}},
    "sounds that are null": {"sounds": {"fr": None}},
    "a page that is absent by false": {"page": False},
    "a token twice": {"tokens": CARD["tokens"] * 2},
    "a token for no drop": {"tokens": [{"sha256": "0" * 64, "per_day": 0}]},
    "a negative quota": {"quota": -1},
    "a quota that is null": {"quota": None},
}


def card_cases() -> Calls:
    """card.make, card.read, card.token_digest, link.link and link.read_fragment; notes are in base64url."""
    note = card.make(Card.model_validate(CARD), seed(41))
    plain = CARD | {"page": "0" * 64, "tokens": [], "recipients": CARD["recipients"][:1], "forms": CARD["forms"][:1]}
    plain |= {"places": None, "pictures": None, "sounds": {}}
    wrong = {name: strict_json.write(plain | change) for name, change in WRONG.items()}
    wrong |= {f"no {name}": strict_json.write({key: plain[key] for key in plain if key != name}) for name in plain}
    wrong |= {"a list": b"[]", "a string": b'"amana-card/1"'}
    spelled = strict_json.write(plain)
    twice = spelled[:-1] + b',"serial":4}'
    spaced = json.dumps(plain, ensure_ascii=False).encode()
    changed = note.replace(b":20}", b":99}")
    read = [
        answered(name, value, note=_note(strict_json.write(value)), fingerprint=DESK)
        for name, value in {"with tokens": CARD, "without": plain, "shuffled": dict(reversed(plain.items()))}.items()
    ]
    read += [refused(name, "sealing.bad_card", note=_note(text), fingerprint=DESK) for name, text in wrong.items()]
    read += [
        refused("a member twice", "sealing.bad_json", note=_note(twice), fingerprint=DESK),
        refused("white space", "sealing.bad_json", note=_note(spaced), fingerprint=DESK),
        refused("no JSON", "sealing.bad_json", note=_note(b""), fingerprint=DESK),
        refused("another desk", "sealing.other_desk", note=_note(spelled), fingerprint=id_of(seed(1))),
        refused("signed by another", "sealing.bad_signature", note=_note(spelled, 46), fingerprint=DESK),
        refused("changed", "sealing.bad_signature", note=codec.base64url(changed), fingerprint=DESK),
        refused("no note", "sealing.bad_note", note=codec.base64url(spelled), fingerprint=DESK),
    ]
    short, loose = TOKEN[:-1], TOKEN[:-1] + "x"
    return {
        "card.make": [answered("signed", codec.base64url(note), card=CARD, seed=codec.base64url(seed(41)))],
        "card.read": read,
        "card.token_digest": [answered("a token", card.token_digest(TOKEN), token=TOKEN)]
        + [
            refused(repr(token), "sealing.bad_token", token=token)
            for token in ("", short, loose, TOKEN + "=", "é" * 22)
        ],
        "link.read_fragment": [
            answered("without a token", [DESK, None, None], fragment=DESK),
            answered("with a token", [DESK, TOKEN, None], fragment=f"{DESK}.{TOKEN}"),
            answered("with an invitation", [DESK, None, INVITED], fragment=f"{DESK}~{INVITED}"),
            answered("with both", [DESK, TOKEN, INVITED], fragment=f"{DESK}.{TOKEN}~{INVITED}"),
            refused("nothing", "sealing.bad_link", fragment=""),
            refused("a fingerprint cut off", "sealing.bad_link", fragment=DESK[:-1]),
            refused("a fingerprint in capitals", "sealing.bad_link", fragment=DESK.upper()),
            refused("a dot and nothing", "sealing.bad_token", fragment=f"{DESK}."),
            refused("a token cut off", "sealing.bad_token", fragment=f"{DESK}.{short}"),
            refused("an invitation cut off", "sealing.bad_link", fragment=f"{DESK}~{short}"),
            refused("an invitation with bits beyond the end", "sealing.bad_link", fragment=f"{DESK}~{loose}"),
            refused("a tilde and nothing", "sealing.bad_link", fragment=f"{DESK}~"),
            refused("the invitation first", "sealing.bad_link", fragment=f"{DESK}~{INVITED}.{TOKEN}"),
        ],
        "link.link": [
            answered(
                "with a token",
                link.link("https://hub.example", DESK, TOKEN),
                hub="https://hub.example",
                fingerprint=DESK,
                token=TOKEN,
            ),
            answered(
                "with both",
                link.link("https://hub.example", DESK, TOKEN, INVITED),
                hub="https://hub.example",
                fingerprint=DESK,
                token=TOKEN,
                invitation=INVITED,
            ),
        ],
    }


def manifest_cases() -> Calls:
    """manifest.make and manifest.read, with the first line that is asked for; notes are in base64url."""
    files = {"index.html": b"<!doctype html>", "assets/page-1.js": b"", "sw.js": b"//"}
    made = manifest.make(files, DESK, seed(41))
    zeros = "0" * 64
    wrong = {
        "another format": f"amana-page/2\n{zeros}  a\n",
        "no first line": f"{zeros}  a\n",
        "not sorted": f"amana-page/1\n{zeros}  b\n{zeros}  a\n",
        "a path twice": f"amana-page/1\n{zeros}  a\n{zeros}  a\n",
        "one space": f"amana-page/1\n{zeros} a\n",
        "a path from the root": f"amana-page/1\n{zeros}  /a\n",
        "a path upwards": f"amana-page/1\n{zeros}  a/../b\n",
        "an empty line": f"amana-page/1\n\n{zeros}  a\n",
        "a short hash": f"amana-page/1\n{zeros[1:]}  a\n",
    }
    asked = {"fingerprint": DESK, "key": codec.base64url(KEY), "first_line": manifest.PAGE}
    media = {"first_telling/acts.ogg": b"OggS", "pictures/tent.svg": b"<svg/>"}
    listed = manifest.make(media, DESK, seed(41), manifest.MEDIA)
    heard = asked | {"first_line": manifest.MEDIA}
    hashes = {path: hashlib.sha256(data).hexdigest() for path, data in media.items()}
    named = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    return {
        "manifest.make": [
            answered(
                "three files",
                codec.base64url(made),
                fingerprint=DESK,
                seed=codec.base64url(seed(41)),
                first_line=manifest.PAGE,
                files={path: codec.base64url(data) for path, data in files.items()},
            )
        ],
        "manifest.read": [
            answered("three files", named, note=codec.base64url(made), **asked),
            answered("sounds and pictures", hashes, note=codec.base64url(listed), **heard),
            refused("media for a page", "sealing.bad_manifest", note=codec.base64url(listed), **asked),
            refused("a page for media", "sealing.bad_manifest", note=codec.base64url(made), **heard),
        ]
        + [refused(name, "sealing.bad_manifest", note=_signed(text), **asked) for name, text in wrong.items()]
        + [
            refused("changed", "sealing.bad_signature", note=codec.base64url(made.replace(b"sw.js", b"sx.js")), **asked)
        ],
    }


def _note(text: bytes, signer: int = 41) -> str:
    return codec.base64url(notes.sign(text.decode() + "\n", card.signer_name(DESK), seed(signer)))


def _signed(text: str) -> str:
    return codec.base64url(notes.sign(text, card.signer_name(DESK), seed(41)))
