"""Cases for what is inside an envelope, and for whole envelopes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from amana.errors import Problem
from amana.sealing import age, ed25519, envelope, inside, keys, padding, strict_json
from amana.sealing.codec import base64url, from_base64url
from amana.sealing.ids import id_of
from amana.sealing.inside import LENGTH, MAGIC, UNTOLD, Inside
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
        "how.many": {"number": 3},
        "year": {"date": "2024"},
        "month": {"date": "2024-06"},
        "day": {"date": "2024-02-29"},
        "season": {"season": "rains", "year": 2024},
        "any_season": {"season": "rains", "year": None},
        "age": {"age": 14},
        "place": {"place": "ML-05.2"},
        "spot": {"point": "14.5,-4.25", "km": 10},
        "persons": {
            "each": [{"person": "a child", "person_age": {"unknown": True}}, {}, {"person_acts": ["threat"]}],
        },
    },
    "consents": {"care": "yes", "publish_count": "no"},
    "attachments": [
        inside.attachment_of("voice-1.ogg", "audio/ogg", ATTACHMENTS[0]).members(),
        inside.attachment_of("картинка 1.png", "image/png", ATTACHMENTS[1]).members(),
    ],
    "reply_to": {"mailbox": id_of(seed(14)), "recipient": keys.recipient_of(keys.identity_from_seed(seed(14)))},
}
ADDITION: dict[str, Any] = {"kind": "addition", **UNTOLD, "text": ""}
LETTER: dict[str, Any] = {
    "kind": "letter",
    **UNTOLD,
    "consents": {"care": "yes", "count": "no"},
    "letter": {
        "state": "read",
        "messages": [
            {"from": "you", "day": "2026-11-21", "text": ""},
            {"from": "desk", "day": "2026-11-23", "text": "Une réponse."},
        ],
        "cut": False,
        "worker": None,
    },
}
WORKED = [{"code": "K7Q-2M", "state": "open", "next": "2026-12-01"}, {"code": "P3-X9", "state": "closed", "next": None}]
WORKER, KEY_16 = ed25519.public_key(seed(15)), ed25519.public_key(seed(16))
SMALL_ORDER = (1).to_bytes(32, "little")
KINDS: dict[str, dict[str, Any]] = {
    "an addition": ADDITION,
    "half of a receipt": ADDITION | {"half": "0123456789012345"},
    "an account that completes a draft": {
        "kind": "account",
        **UNTOLD,
        "draft": {"id": base64url(bytes(16)), "number": 8},
    },
    "a draft": {"kind": "draft", **UNTOLD, "draft": {"id": base64url(bytes(16)), "number": 7}},
    "choices": {"kind": "choices", **UNTOLD, "consents": {"count": "no"}},
    "an erasure": {"kind": "erasure", **UNTOLD},
    "a letter": LETTER,
    "a letter to a worker": LETTER | {"letter": LETTER["letter"] | {"worker": {"cases": WORKED, "revoked": True}}},
    "an enrolment": {
        "kind": "enrolment",
        **UNTOLD,
        "enrolment": {"invitation": base64url(bytes(16)), "key": base64url(WORKER)},
    },
    "an ODK post": {"kind": "odk", **UNTOLD},
    "a parcel": {"kind": "parcel", **UNTOLD},
    "a parcel of 64": {
        "kind": "parcel",
        **UNTOLD,
        "attachments": [inside.attachment_of(f"{n}", "application/octet-stream", b"").members() for n in range(64)],
    },
}
FIRST: dict[str, Any] = ACCOUNT["attachments"][0]
WRONG: dict[str, dict[str, Any]] = {
    "another kind": {"kind": "note"},
    "a kind of before": {"kind": "withdrawal", "text": ""},
    "a member that is none": {"name": ""},
    "a text in an account": {"text": ""},
    "a text that is null": {"text": None},
    "an addition without a text": {"kind": "addition"},
    "a draft without a draft": {"kind": "draft"},
    "an enrolment without an enrolment": {"kind": "enrolment"},
    "a letter without a letter": {"kind": "letter"},
    "an enrolment in an account": {"enrolment": {"invitation": base64url(bytes(16)), "key": base64url(WORKER)}},
    "a half in an erasure": {"kind": "erasure", "half": "0123456789012345"},
    "a half in an account": {"half": "0123456789012345"},
    "a half of fifteen digits": {"kind": "addition", "text": "", "half": "012345678901234"},
    "a draft whose id has 15 bytes": {"kind": "draft", "draft": {"id": base64url(bytes(15)), "number": 7}},
    "a draft below the first": {"kind": "draft", "draft": {"id": base64url(bytes(16)), "number": -1}},
    "an enrolment with padding": {
        "kind": "enrolment",
        "enrolment": {"invitation": base64url(bytes(16)) + "=", "key": base64url(WORKER)},
    },
    "a signature of 63 bytes": {"signed": {"key": base64url(WORKER), "signature": base64url(bytes(63))}},
    "a signature that is null": {"signed": None},
    "a letter of another state": {"kind": "letter", "letter": LETTER["letter"] | {"state": "seen"}},
    "a letter that says nothing of a worker": {
        "kind": "letter",
        "letter": {name: value for name, value in LETTER["letter"].items() if name != "worker"},
    },
    "a worker who is perhaps revoked": {
        "kind": "letter",
        "letter": LETTER["letter"] | {"worker": {"cases": [], "revoked": None}},
    },
    "a case without a state": {
        "kind": "letter",
        "letter": LETTER["letter"] | {"worker": {"cases": [{"code": "A", "next": None}], "revoked": False}},
    },
    "a list of 201 cases": {
        "kind": "letter",
        "letter": LETTER["letter"] | {"worker": {"cases": WORKED[:1] * 201, "revoked": False}},
    },
    "a letter with a message of no day": {
        "kind": "letter",
        "letter": LETTER["letter"] | {"messages": [{"from": "you", "day": None, "text": "x"}]},
    },
    "a letter with a message of another's": {
        "kind": "letter",
        "letter": LETTER["letter"] | {"messages": [{"from": "us", "day": "2026-11-21", "text": "x"}]},
    },
    "a letter with a message of a sender": {
        "kind": "letter",
        "letter": LETTER["letter"] | {"messages": [{"sender": "you", "day": "2026-11-21", "text": "x"}]},
    },
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
    "a number with a fraction in words": {"answers": {"who": {"number": "1.5"}}},
    "a number below nought": {"answers": {"who": {"number": -1}}},
    "a number that is true": {"answers": {"who": {"number": True}}},
    "a date that is none": {"answers": {"who": {"date": "2023-02-29"}}},
    "a month that is none": {"answers": {"who": {"date": "2023-13"}}},
    "the year nought as an answer": {"answers": {"who": {"date": "0000"}}},
    "a date with a time": {"answers": {"who": {"date": "2023-02-28T10:00"}}},
    "a season without a year": {"answers": {"who": {"season": "rains"}}},
    "a season of the year nought": {"answers": {"who": {"season": "rains", "year": 0}}},
    "a season in capitals": {"answers": {"who": {"season": "Rains", "year": None}}},
    "a place that is a number": {"answers": {"who": {"place": 5}}},
    "a place with a slash": {"answers": {"who": {"place": "a/b"}}},
    "a point that is too exact": {"answers": {"who": {"point": "14.123,-4", "km": 1}}},
    "a point beyond the pole": {"answers": {"who": {"point": "90.01,0", "km": 1}}},
    "a point beyond the date line": {"answers": {"who": {"point": "0,180.5", "km": 1}}},
    "a point without how far off": {"answers": {"who": {"point": "14.5,-4.2"}}},
    "an age and a date at once": {"answers": {"who": {"age": 14, "date": "2024"}}},
    "an answer of no kind": {"answers": {"who": {}}},
    "a repeat in a repeat": {"answers": {"who": {"each": [{"a": {"each": []}}]}}},
    "a repeat in a list": {"answers": {"who": [{"each": []}]}},
    "a repeat of no names": {"answers": {"who": {"each": ["a"]}}},
    "a repeat of an answer that is null": {"answers": {"who": {"each": [{"a": None}]}}},
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
    """inside.read, inside.sign; what reads is written the same again.

    A plaintext is `head` (base64url), then zeros up to `size`.
    """
    account = _spell(ACCOUNT) + b"".join(ATTACHMENTS)
    good = {"an account with attachments": account, **{name: _spell(value) for name, value in KINDS.items()}}
    for size in (8191, 8192, 8193):
        good[f"an addition of {size} bytes"] = _long(ADDITION, size, lambda text: {"text": text})
    good["the longest letter"] = _long(LETTER, padding.LETTER, _letter_of)
    signed = ACCOUNT | {"attachments": []}
    good["a signed account"] = _spell(_signed(signed))
    good["a signed account with its members in another order"] = _spell(dict(reversed(_signed(signed).items())))
    cases = [answered(name, _opened(head), **_plain(head)) for name, head in good.items()]
    bare = ACCOUNT | {"attachments": [], "reply_to": None}
    wrong = {name: _spell(bare | change) for name, change in WRONG.items()}
    for name, value in KINDS.items():
        own = {"text": "", "letter": LETTER["letter"]}
        other = next(member for member in own if member not in value)
        wrong[f"{name} with a member of another kind"] = _spell(value | {other: own[other]})
    missing = {f"no {name}": {key: bare[key] for key in bare if key != name} for name in bare}
    wrong |= {name: _spell(value) for name, value in missing.items()}
    wrong |= {
        "another first line": b"amana-envelope/2\n" + account[len(MAGIC) :],
        "a list": _spell([]),
        "a length beyond the end": MAGIC + b"\0\0\xff\xff{}",
        "a length beyond any": MAGIC + b"\xff\xff\xff\xff{}",
    }
    cases += [refused(name, "sealing.bad_inside", **_plain(head)) for name, head in wrong.items()]
    twice = strict_json.write(ADDITION)[:-1] + b',"kind":"addition"}'
    letter, much = _spell(LETTER), _long(LETTER, padding.LETTER + 1, _letter_of)
    forged = {
        "signed by another key": _signed(signed) | {"signed": _signed(signed)["signed"] | {"key": base64url(KEY_16)}},
        "changed after it was signed": _signed(signed) | {"day": None},
        "signed with a key of small order": signed
        | {"signed": {"key": base64url(SMALL_ORDER), "signature": base64url(SMALL_ORDER + bytes(32))}},
    }
    cases += [refused(name, "sealing.bad_signature", **_plain(_spell(value))) for name, value in forged.items()]
    cases += [
        refused("nothing", "sealing.bad_inside", head="", size=0),
        refused("the first line alone", "sealing.bad_inside", head=base64url(MAGIC), size=len(MAGIC)),
        refused("a member twice", "sealing.bad_json", **_plain(_frame(twice))),
        refused("a changed attachment", "sealing.bad_attachment", **_plain(account[:-1] + b"x")),
        refused("a byte after the attachments", "sealing.bad_padding", **_plain(account + b"x")),
        refused("no padding", "sealing.bad_padding", head=base64url(account), size=len(account)),
        refused("a letter padded as an account", "sealing.bad_padding", head=base64url(letter), size=8192),
        refused("a letter that is too long", "sealing.bad_padding", head=base64url(much), size=padded(len(much))),
        refused("an account padded as a letter", "sealing.bad_padding", head=base64url(account), size=padding.LETTER),
        refused("more padding", "sealing.bad_padding", head=base64url(account), size=padded(padded(len(account)) + 1)),
    ]
    made = answered("an account", _signed(signed), inside=signed, seed=base64url(seed(15)))
    return {"inside.read": cases, "inside.sign": [made]}


def envelope_cases() -> Calls:
    """envelope.open, with sealed files that are kept from last time, for sealing draws at random."""
    plain = inside.write_inside(Inside.model_validate(ACCOUNT), ATTACHMENTS)
    files = {
        "to two": _keep("to two", plain, [DESK, RECOVERY]),
        "to one": _keep("to one", inside.write_inside(Inside.model_validate(ADDITION)), [DESK]),
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


def _signed(value: dict[str, Any]) -> dict[str, Any]:
    return inside.sign_inside(Inside.model_validate(value), seed(15)).members()


def _letter_of(text: str) -> dict[str, Any]:
    return {"letter": LETTER["letter"] | {"messages": [{"from": "desk", "day": "2026-11-21", "text": text}]}}


def _long(value: dict[str, Any], size: int, change: Callable[[str], dict[str, Any]]) -> bytes:
    """`value` with a text so long that its spelling has `size` bytes."""
    return _spell(value | change("x" * (size - len(_spell(value | change(""))))))


def _plain(head: bytes) -> dict[str, object]:
    letter = b'"kind":"letter"' in head
    return {"head": base64url(head), "size": padding.LETTER if letter else padded(len(head))}


def _opened(head: bytes) -> dict[str, object]:
    size = padding.LETTER if b'"kind":"letter"' in head else padded(len(head))
    read, attachments = inside.read_inside(head.ljust(size, b"\0"))
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
