"""Cases for what a desk signs for all to see: its card, the link to it, its bundle and its page's manifest."""

import hashlib
import json
from typing import Any

from amana.sealing import bundle, card, codec, ed25519, keys, link, manifest, notes, strict_json
from amana.sealing.card import Card
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.vectors import Calls, answered, refused, seed

KEY = ed25519.public_key(seed(41))
DESK = id_of(KEY)
TOKEN = codec.base64url(bytes(range(16)))
CARD: dict[str, Any] = {
    "card": "amana-card/1",
    "key": codec.base64url(KEY),
    "serial": 3,
    "day": "2026-11-22",
    "names": {"en": "An invented organisation", "fr": "Une organisation inventée"},
    "languages": ["fr", "en"],
    "mailbox": Mailbox(seed(42)).id,
    "recipients": [keys.recipient_of(keys.identity_from_seed(seed(number))) for number in (43, 44)],
    "form": hashlib.sha256(b"form").hexdigest(),
    "directory": hashlib.sha256(b"directory").hexdigest(),
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
    "a hash in capitals": {"form": "A" * 64},
    "a page that is absent by false": {"page": False},
    "a token twice": {"tokens": CARD["tokens"] * 2},
    "a token for no drop": {"tokens": [{"sha256": "0" * 64, "per_day": 0}]},
    "a negative quota": {"quota": -1},
    "a quota that is null": {"quota": None},
}


def card_cases() -> Calls:
    """card.make, card.read, card.token_digest, link.link and link.read_fragment; notes are in base64url."""
    note = card.make(Card.model_validate(CARD), seed(41))
    plain = CARD | {"page": "0" * 64, "tokens": [], "recipients": CARD["recipients"][:1]}
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
            answered("without a token", [DESK, None], fragment=DESK),
            answered("with a token", [DESK, TOKEN], fragment=f"{DESK}.{TOKEN}"),
            refused("nothing", "sealing.bad_link", fragment=""),
            refused("a fingerprint cut off", "sealing.bad_link", fragment=DESK[:-1]),
            refused("a fingerprint in capitals", "sealing.bad_link", fragment=DESK.upper()),
            refused("a dot and nothing", "sealing.bad_token", fragment=f"{DESK}."),
            refused("a token cut off", "sealing.bad_token", fragment=f"{DESK}.{short}"),
        ],
        "link.link": [
            answered(
                "with a token",
                link.link("https://hub.example", DESK, TOKEN),
                hub="https://hub.example",
                fingerprint=DESK,
                token=TOKEN,
            )
        ],
    }


def manifest_cases() -> Calls:
    """manifest.make and manifest.read; notes are in base64url."""
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
    asked = {"fingerprint": DESK, "key": codec.base64url(KEY)}
    named = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    return {
        "manifest.make": [
            answered(
                "three files",
                codec.base64url(made),
                fingerprint=DESK,
                seed=codec.base64url(seed(41)),
                files={path: codec.base64url(data) for path, data in files.items()},
            )
        ],
        "manifest.read": [answered("three files", named, note=codec.base64url(made), **asked)]
        + [refused(name, "sealing.bad_manifest", note=_signed(text), **asked) for name, text in wrong.items()]
        + [
            refused("changed", "sealing.bad_signature", note=codec.base64url(made.replace(b"sw.js", b"sx.js")), **asked)
        ],
    }


def bundle_cases() -> Calls:
    """bundle.read of a directory or a form (`model`), whose answer is the file's JSON; bytes are in base64url."""
    service = {
        "id": "clinic", "names": {"en": "An invented clinic"}, "kind": "health", "what": {}, "where": {}, "hours": {},
        "free": True, "women_staff": None, "phone": None, "languages": ["fr"], "windows": ["hiv_prevention"],
    }  # fmt: skip
    directory = {"directory": "amana-directory/1", "checked": "2026-11-22", "services": [service]}
    asked = {
        "name": "who",
        "kind": "one",
        "label": {"en": "Who is telling?"},
        "hint": None,
        "choices": [{"code": "1", "label": {"en": "I am"}}],
    }
    spoken = {"name": "voice", "kind": "voice", "label": {"en": "In your own voice"}, "hint": {}, "choices": None}
    form = {"form": "amana-form/1", "id": "first", "version": "1", "questions": [asked, spoken]}
    wrong_directories = {
        "a service of no kind": directory | {"services": [service | {"kind": None}]},
        "a service that may be free": directory | {"services": [service | {"free": "maybe"}]},
        "a service without a phone": directory | {"services": [{k: v for k, v in service.items() if k != "phone"}]},
        "another format": directory | {"directory": "amana-directory/2"},
        "never checked": directory | {"checked": None},
    }
    wrong_forms = {
        "a required question": form | {"questions": [asked | {"required": True}]},
        "choices for a voice": form | {"questions": [spoken | {"choices": []}]},
        "no choices to choose from": form | {"questions": [asked | {"choices": None}]},
        "a question twice": form | {"questions": [asked, asked]},
        "another kind": form | {"questions": [asked | {"kind": "number"}]},
    }

    def given(model: str, value: object) -> dict[str, str]:
        data = strict_json.write(value)
        return {"model": model, "base64url": codec.base64url(data), "sha256": bundle.digest(data)}

    return {
        "bundle.read": [
            answered("a directory", directory, **given("directory", directory)),
            answered("a form", form, **given("form", form)),
            refused("other bytes", "sealing.bad_bundle", **(given("form", form) | {"sha256": "0" * 64})),
            refused("a form for a directory", "sealing.bad_bundle", **given("directory", form)),
        ]
        + [
            refused(name, "sealing.bad_bundle", **given("directory", value))
            for name, value in wrong_directories.items()
        ]
        + [refused(name, "sealing.bad_bundle", **given("form", value)) for name, value in wrong_forms.items()]
    }


def _note(text: bytes, signer: int = 41) -> str:
    return codec.base64url(notes.sign(text.decode() + "\n", card.signer_name(DESK), seed(signer)))


def _signed(text: str) -> str:
    return codec.base64url(notes.sign(text, card.signer_name(DESK), seed(41)))
