"""Cases for what one desk says to another (spec/sharing.md)."""

import hashlib
from typing import Any

from amana.sealing import desks, ed25519, inside, strict_json
from amana.sealing.codec import base64url
from amana.sealing.desks import NOTHING
from amana.sealing.ids import id_of
from amana.sealing.inside import LENGTH, MAGIC, Inside
from amana.sealing.padding import padded
from amana.sealing.vectors import Calls, answered, refused, seed
from amana.sealing.vectors.files import FORM

SENDER, RECEIVER = seed(51), id_of(ed25519.public_key(seed(52)))
AGREED: list[dict[str, Any]] = [
    {"purpose": "evidence", "until": "2027-03-01", "onward": ["An invented court"]},
    {"purpose": "count", "until": None, "onward": []},
]
BLANK: dict[str, Any] = {"kind": "desk", **inside.UNTOLD}
TOLD: dict[str, Any] = {
    "form": {"id": "first_telling", "version": "2"},
    "language": "fr",
    "day": "2026-11-20",
    "answers": {"teller": "survivor", "when": {"refused": True}},
    "attachments": [inside.attachment_of("a.ogg", "audio/ogg", b"OggS").model_dump()],
}
ASKED = TOLD | {"form": {"id": FORM["id"], "version": FORM["version"]}}
PLACES = [{"id": "hamlet", "name": "Invented Hamlet"}]
SHARE = base64url(bytes(range(16)))
SHARED: dict[str, Any] = {
    "to": RECEIVER,
    "say": "share",
    "number": 1,
    "share": SHARE,
    "state": "shared",
    "person": base64url(bytes(range(1, 17))),
    "came": "2026-11-21",
    "agreed": AGREED,
    "left_out": ["own_words"],
    "questionnaire": None,
    "places": [],
    "adds_to": None,
    "files": "as_came",
}
ENDED = SHARED | NOTHING | {"number": 2, "state": "erased"}
TIED = SHARED | {"files": "anew", "made_from": [base64url(bytes(range(32)))]}
GREETING = ENDED | {"say": "greeting", "share": None, "state": None}
ADDED = BLANK | {
    "language": "fr",
    "day": "2026-11-25",
    "text": "Encore un mot.",
    "desk": SHARED | {"share": base64url(bytes(range(2, 18))), "adds_to": SHARE, "files": None},
}
WITH_FILE = ADDED | {"attachments": TOLD["attachments"], "desk": ADDED["desk"] | {"files": "voice"}}
BARE = TOLD | {"attachments": []}
TAKEN: dict[str, dict[str, Any]] = {
    "a shared account": BLANK | TOLD | {"desk": SHARED},
    "an account of no case, all of it": BLANK | TOLD | {"desk": SHARED | {"person": None, "left_out": []}},
    "with what was asked": BLANK | ASKED | {"desk": SHARED | {"questionnaire": FORM}},
    "with where it was": BLANK
    | TOLD
    | {"answers": {"where": {"place": "hamlet"}}, "desk": SHARED | {"places": PLACES}},
    "with copies of its attachments": BLANK | TOLD | {"desk": SHARED | {"files": "anew"}},
    "with copies that are tied to their originals": BLANK | TOLD | {"desk": TIED},
    "without attachments": BLANK | BARE | {"desk": SHARED | {"files": None}},
    "what was added": ADDED,
    "a recording that was added, with the voice changed": WITH_FILE,
    "the last number": BLANK | TOLD | {"desk": SHARED | {"number": desks.LAST}},
    "paused": BLANK | {"desk": ENDED | {"state": "paused"}},
    "erased": BLANK | {"desk": ENDED},
    "a greeting": BLANK | {"desk": GREETING | {"number": 1}},
    "a greeting that was heard": BLANK | {"desk": GREETING},
    "an answer": BLANK | {"desk": ENDED | {"say": "answer"}},
    "an answer that all is shared": BLANK | {"desk": ENDED | {"say": "answer", "state": "shared"}},
}
WRONG_DESK: dict[str, dict[str, Any]] = {
    "for nobody": SHARED | {"to": None},
    "another saying": SHARED | {"say": "wish"},
    "number 0": SHARED | {"number": 0},
    "a number beyond the last": SHARED | {"number": desks.LAST + 1},
    "another state": SHARED | {"state": "withdrawn"},
    "shared without a purpose": SHARED | {"agreed": []},
    "shared without its day": SHARED | {"came": None},
    "shared without its name": SHARED | {"share": None},
    "a purpose twice": SHARED | {"agreed": AGREED[:1] * 2},
    "a purpose that is no code": SHARED | {"agreed": [AGREED[0] | {"purpose": "Evidence"}]},
    "a recipient twice": SHARED | {"agreed": [AGREED[0] | {"onward": ["One", "One"]}]},
    "a recipient without a name": SHARED | {"agreed": [AGREED[0] | {"onward": [""]}]},
    "a recipient with an outer space": SHARED | {"agreed": [AGREED[0] | {"onward": ["One "]}]},
    "a recipient on two lines": SHARED | {"agreed": [AGREED[0] | {"onward": ["One\nTwo"]}]},
    "left out twice": SHARED | {"left_out": ["own_words", "own_words"]},
    "something else left out": SHARED | {"left_out": ["name"]},
    "a place twice": SHARED | {"places": PLACES * 2},
    "a place without a name": SHARED | {"places": [{"id": "hamlet", "name": ""}]},
    "originals that are tied to others": TIED | {"files": "as_came"},
    "a tie that is none": TIED | {"made_from": [SHARE]},
    "more ties than files": TIED | {"made_from": TIED["made_from"] * 2},
    "no ties, said as such": TIED | {"made_from": None},
    "erased, with ties": ENDED | {"made_from": TIED["made_from"]},
    "other files": SHARED | {"files": "all"},
    "attachments that are not told of": SHARED | {"files": None},
    "erased, with files": ENDED | {"files": "anew"},
    "erased, with what it adds to": ENDED | {"adds_to": SHARE},
    "an account that adds to another": SHARED | {"adds_to": base64url(bytes(16))},
    "erased, with places": ENDED | {"places": PLACES},
    "a questionnaire of another form": SHARED | {"questionnaire": FORM | {"version": "3"}},
    "a questionnaire that is none": SHARED | {"questionnaire": FORM | {"questions": None}},
    "erased, with what was asked": ENDED | {"questionnaire": FORM},
    "erased, with terms": ENDED | {"agreed": AGREED},
    "erased, with the person": ENDED | {"person": SHARED["person"]},
    "an answer without its state": ENDED | {"say": "answer", "state": None},
    "an answer with terms": SHARED | {"say": "answer"},
    "a greeting of a share": GREETING | {"share": SHARE},
    "a greeting with a state": GREETING | {"state": "shared"},
    "a third greeting": GREETING | {"number": 3},
    "a member more": SHARED | {"name": "An invented name"},
    "a member left out": {name: value for name, value in SHARED.items() if name != "person"},
}
WRONG: dict[str, dict[str, Any]] = {
    **{name: BLANK | TOLD | {"desk": desk} for name, desk in WRONG_DESK.items()},
    "no desk": BLANK | TOLD,
    "an account with words that were added": BLANK | TOLD | {"desk": SHARED, "text": "words"},
    "added without words": {name: value for name, value in ADDED.items() if name != "text"},
    "added to itself": ADDED | {"desk": ADDED["desk"] | {"adds_to": ADDED["desk"]["share"]}},
    "added, with answers": ADDED | {"answers": TOLD["answers"]},
    "added, with a form": ADDED | {"form": TOLD["form"]},
    "added, with places": ADDED | {"desk": ADDED["desk"] | {"places": PLACES}},
    "added, files that are none": ADDED | {"desk": ADDED["desk"] | {"files": "anew"}},
    "erased, with words": BLANK | {"desk": ENDED, "text": ""},
    "an account with the member": BLANK | TOLD | {"kind": "account", "desk": SHARED},
    "with a reply address": BLANK
    | TOLD
    | {"desk": SHARED, "reply_to": {"mailbox": RECEIVER, "recipient": "age1pq1" + "q" * 1952}},
    "with what she agreed to": BLANK | TOLD | {"desk": SHARED, "consents": {"care": "yes"}},
    "erased, with a form": {**BLANK, "desk": ENDED, "form": TOLD["form"]},
    "erased, with a day": {**BLANK, "desk": ENDED, "day": TOLD["day"]},
    "erased, with answers": {**BLANK, "desk": ENDED, "answers": TOLD["answers"]},
    "erased, with attachments": {**BLANK, "desk": ENDED, "attachments": TOLD["attachments"]},
}


def sharing_cases() -> Calls:
    """sharing.read, sharing.check_digits and sharing.tie; plaintexts without their padding are in base64url."""
    erased = signed(BLANK | {"desk": ENDED})
    forged = {
        "changed after it was signed": erased | {"desk": ENDED | {"number": 3}},
        "signed as a community worker signs": erased | {"signed": _as_worker()},
        "not signed": {name: value for name, value in erased.items() if name != "signed"},
    }
    read = [answered(name, _opened(signed(value)), **_plain(signed(value))) for name, value in TAKEN.items()]
    read += [
        refused(name, "sealing.bad_inside", **_plain(value | {"signed": erased["signed"]}))
        for name, value in WRONG.items()
    ]
    read += [refused(name, "sealing.bad_signature", **_plain(value)) for name, value in forged.items()]
    one, other = (ed25519.public_key(seed(number)) for number in (51, 52))
    return {
        "sharing.read": read,
        "sharing.check_digits": [
            answered("one first", desks.check_digits(one, other), one=base64url(one), other=base64url(other)),
            answered("the other first", desks.check_digits(one, other), one=base64url(other), other=base64url(one)),
        ],
        "sharing.tie": [
            answered(
                "a copy and its original",
                base64url(desks.tie(one, "0f" * 32, "f0" * 32)),
                salt=base64url(one),
                original="0f" * 32,
                copy="f0" * 32,
            )
        ],
    }


def signed(value: dict[str, Any]) -> dict[str, Any]:
    """The members of an envelope, signed by the sending desk."""
    return inside.sign_inside(Inside.model_validate(value), SENDER).members()


def _as_worker() -> object:
    """A signature by the right key over the same members, but as one of another kind would be signed."""
    members = strict_json.canonical(Inside.model_validate(BLANK | {"desk": ENDED}).members())
    signature = ed25519.sign(SENDER, inside.SIGNED + hashlib.sha256(members).digest())
    return {"key": base64url(ed25519.public_key(SENDER)), "signature": base64url(signature)}


def _plain(value: dict[str, Any]) -> dict[str, object]:
    head = _head(value)
    return {"head": base64url(head), "size": padded(len(head))}


def _opened(value: dict[str, Any]) -> dict[str, object]:
    return {"inside": value, "attachments": [base64url(b"OggS")] if value["attachments"] else []}


def _head(value: dict[str, Any]) -> bytes:
    spelled = strict_json.write(value)
    content = b"OggS" if value["attachments"] else b""
    return MAGIC + len(spelled).to_bytes(LENGTH, "big") + spelled + content
