"""Cases for what is inside an envelope, and for whole envelopes."""

import json
from pathlib import Path
from typing import Any

from amana.errors import Problem
from amana.sealing import age, envelope, inside, keys, strict_json
from amana.sealing.codec import base64url, from_base64url
from amana.sealing.ids import id_of
from amana.sealing.inside import LENGTH, MAGIC, Inside
from amana.sealing.padding import padded
from amana.sealing.vectors import Calls, Case, answered, refused, seed

KEPT = Path(__file__).parents[4] / "spec" / "vectors" / "envelope.json"
DESK, RECOVERY, STRANGER = (keys.identity_from_seed(seed(number)) for number in (11, 12, 13))
X25519 = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
ATTACHMENTS = [b"first attachment", bytes(range(256))]
ACCOUNT: dict[str, Any] = {
    "kind": "account",
    "form": {"id": "first-telling", "version": "2026-11"},
    "language": "fr",
    "day": "2026-11-22",
    "answers": {
        "who": "witness",
        "what": ["threat", "other"],
        "when": {"unknown": True},
        "by.whom": {"refused": True},
        "words": 'Ceci est un exemple inventé.\nÉcrit « ainsi » \\ "là".',
        "voice": "voice-1.ogg",
    },
    "consents": {"care": "yes", "publish_count": "no"},
    "attachments": [
        inside.attachment_of("voice-1.ogg", "audio/ogg", ATTACHMENTS[0]).members(),
        inside.attachment_of("картинка 1.png", "image/png", ATTACHMENTS[1]).members(),
    ],
    "reply_to": {"mailbox": id_of(seed(14)), "recipient": keys.recipient_of(keys.identity_from_seed(seed(14)))},
}
REPLY: dict[str, Any] = {
    "kind": "reply",
    "form": None,
    "language": "en",
    "day": None,
    "answers": {},
    "consents": {},
    "attachments": [],
    "reply_to": None,
    "text": "",
}
FIRST: dict[str, Any] = ACCOUNT["attachments"][0]
WRONG: dict[str, dict[str, Any]] = {
    "another kind": {"kind": "note"},
    "a member that is none": {"name": ""},
    "a text in an account": {"text": ""},
    "a text that is null": {"text": None},
    "a reply without a text": {"kind": "reply"},
    "a form without a version": {"form": {"id": "x"}},
    "a language that is none": {"language": "français"},
    "a day that is none": {"day": "2026-02-29"},
    "a day with a time": {"day": "2026-11-22T10:00"},
    "the year nought": {"day": "0000-01-01"},
    "answers in a list": {"answers": []},
    "an answer that is a number": {"answers": {"who": 1}},
    "an answer that is null": {"answers": {"who": None}},
    "refused and unknown at once": {"answers": {"who": {"refused": True, "unknown": True}}},
    "refused: false": {"answers": {"who": {"refused": False}}},
    "refused: 1": {"answers": {"who": {"refused": 1}}},
    "a choice that is a number": {"answers": {"who": ["a", 1]}},
    "a question named as a number": {"answers": {"1": "x"}},
    "a question named __proto__": {"answers": {"__proto__": "x"}},
    "a consent that is true": {"consents": {"care": True}},
    "a purpose in capitals": {"consents": {"Care": "yes"}},
    "a reply address without a recipient": {"reply_to": {"mailbox": id_of(b"")}},
    "a reply address with another kind of recipient": {
        "reply_to": {"mailbox": id_of(b""), "recipient": keys.recipient_of(X25519)}
    },
    "seventeen attachments": {
        "attachments": [inside.attachment_of(f"{n}", "text/plain", b"").members() for n in range(17)]
    },
    "two attachments of one name": {"attachments": [inside.attachment_of("a", "text/plain", b"").members()] * 2},
    "an attachment named as a path": {"attachments": [FIRST | {"name": "../a"}]},
    "an attachment named as a hidden file": {"attachments": [FIRST | {"name": ".a"}]},
    "a media type in capitals": {"attachments": [FIRST | {"type": "Audio/ogg"}]},
    "an attachment of a negative size": {"attachments": [FIRST | {"size": -1}]},
    "an attachment whose hash is in capitals": {"attachments": [FIRST | {"sha256": "A" * 64}]},
}


def inside_cases() -> Calls:
    """inside.read; what reads is written the same again. A plaintext is `head` (base64url), then zeros up to `size`."""
    account = _spell(ACCOUNT) + b"".join(ATTACHMENTS)
    good = {"an account with attachments": account, "a reply": _spell(REPLY)}
    for size in (8191, 8192, 8193):
        reply = REPLY | {"text": "x" * (size - len(_spell(REPLY)))}
        good[f"a reply of {size} bytes"] = _spell(reply)
    cases = [answered(name, _opened(head), **_plain(head)) for name, head in good.items()]
    bare = ACCOUNT | {"attachments": [], "reply_to": None}
    wrong = {name: _spell(bare | change) for name, change in WRONG.items()}
    missing = {f"no {name}": {key: bare[key] for key in bare if key != name} for name in bare}
    wrong |= {name: _spell(value) for name, value in missing.items()}
    wrong |= {
        "another first line": b"amana-envelope/2\n" + account[len(MAGIC) :],
        "a list": _spell([]),
        "a length beyond the end": MAGIC + b"\0\0\xff\xff{}",
        "a length beyond any": MAGIC + b"\xff\xff\xff\xff{}",
    }
    cases += [refused(name, "sealing.bad_inside", **_plain(head)) for name, head in wrong.items()]
    twice = strict_json.write(REPLY)[:-1] + b',"kind":"reply"}'
    cases += [
        refused("nothing", "sealing.bad_inside", head="", size=0),
        refused("the first line alone", "sealing.bad_inside", head=base64url(MAGIC), size=len(MAGIC)),
        refused("a member twice", "sealing.bad_json", **_plain(_frame(twice))),
        refused("a changed attachment", "sealing.bad_attachment", **_plain(account[:-1] + b"x")),
        refused("a byte after the attachments", "sealing.bad_padding", **_plain(account + b"x")),
        refused("no padding", "sealing.bad_padding", head=base64url(account), size=len(account)),
        refused("more padding", "sealing.bad_padding", head=base64url(account), size=padded(padded(len(account)) + 1)),
    ]
    return {"inside.read": cases}


def envelope_cases() -> Calls:
    """envelope.open, with sealed files that are kept from last time, for sealing draws at random."""
    plain = inside.write_inside(Inside.model_validate(ACCOUNT), ATTACHMENTS)
    files = {
        "to two": _keep("to two", plain, [DESK, RECOVERY]),
        "to one": _keep("to one", inside.write_inside(Inside.model_validate(REPLY)), [DESK]),
        "to three": _keep("to three", plain[:8192], [DESK, RECOVERY, STRANGER]),
        "to an X25519 recipient": _keep("to an X25519 recipient", plain, [X25519]),
        "not padded": _keep("not padded", plain + b"\0", [DESK]),
        "not what should be inside": _keep("not what should be inside", bytes(8192), [DESK]),
    }
    two = files["to two"]
    at_mac = two.index(b"\n---") + 10

    def case(name: str, problem: str, sealed: bytes, identity: str = DESK) -> Case:
        return refused(name, problem, identity=identity, sealed=base64url(sealed))

    return {
        "envelope.open": [
            answered(name, _opened_members(files[file], identity), identity=identity, sealed=base64url(files[file]))
            for name, file, identity in [
                ("to two", "to two", DESK),
                ("to one", "to one", DESK),
                ("recovery", "to two", RECOVERY),
            ]
        ]
        + [
            case("to three", "sealing.not_hybrid", files["to three"]),
            case("to an X25519 recipient", "sealing.not_hybrid", files["to an X25519 recipient"], X25519),
            case("not padded", "sealing.not_padded", files["not padded"]),
            case("not what should be inside", "sealing.bad_inside", files["not what should be inside"]),
            case("another's identity", "sealing.no_match", two, STRANGER),
            case("a byte more", "sealing.not_padded", two + b"\0"),
            case("a byte less", "sealing.not_padded", two[:-1]),
            case("a changed payload", "sealing.changed_payload", _flip(two, len(two) - 20)),
            case("a changed header", "sealing.changed_header", _flip(two, at_mac, b"A", b"B")),
            case("no age file", "sealing.not_age", b"amana"),
            case("nothing", "sealing.not_age", b""),
        ]
    }


def _spell(value: object) -> bytes:
    return _frame(strict_json.write(value))


def _frame(spelled: bytes) -> bytes:
    return MAGIC + len(spelled).to_bytes(LENGTH, "big") + spelled


def _plain(head: bytes) -> dict[str, object]:
    return {"head": base64url(head), "size": padded(len(head))}


def _opened(head: bytes) -> dict[str, object]:
    read, attachments = inside.read_inside(head.ljust(padded(len(head)), b"\0"))
    return {"inside": read.members(), "attachments": [base64url(data) for data in attachments]}


def _opened_members(sealed: bytes, identity: str) -> dict[str, object]:
    read, attachments = envelope.open_([identity], sealed)
    return {"inside": read.members(), "attachments": [base64url(data) for data in attachments]}


def _flip(data: bytes, at: int, one: bytes = b"", other: bytes = b"") -> bytes:
    changed = bytes([data[at] ^ 1]) if not one else (other if data[at : at + 1] == one else one)
    return data[:at] + changed + data[at + 1 :]


def _keep(name: str, plain: bytes, identities: list[str]) -> bytes:
    """The file of this name from last time if it still opens to `plain` for each of `identities`; else a new one."""
    cases = json.loads(KEPT.read_text("utf-8"))["envelope.open"] if KEPT.exists() else []
    for case in cases:
        sealed = from_base64url(case["given"]["sealed"])
        if case["name"] == name and all(_opens_to(plain, identity, sealed) for identity in identities):
            return sealed
    return age.seal_bytes([keys.recipient_of(identity) for identity in identities], plain)


def _opens_to(plain: bytes, identity: str, sealed: bytes) -> bool:
    try:
        return age.open_bytes([identity], sealed) == plain
    except Problem:
        return False
