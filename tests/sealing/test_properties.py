"""What holds of every account, note, request and card: it comes back the same, and nothing changed comes back."""

import functools
from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.errors import Problem
from amana.sealing import (
    card,
    codec,
    ed25519,
    envelope,
    ids,
    inside,
    keys,
    manifest,
    notes,
    padding,
    parts,
    receipt,
    signatures,
)
from amana.sealing import strict_json as sj
from amana.sealing.inside import Inside
from amana.sealing.mailbox import Mailbox
from amana.sealing.vectors import desk, sealed, seed

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,63}", fullmatch=True)
WHOLES = st.integers(-sj.MOST, sj.MOST)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLES | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
KNOWN_DATES = st.dates().map(lambda day: day.isoformat())
PLAIN = st.one_of(
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.just({"refused": True}),
    st.just({"unknown": True}),
    st.integers(0, sj.MOST).map(lambda number: {"number": number}),
    st.builds(lambda day, end: {"date": day[:end]}, KNOWN_DATES, st.sampled_from([4, 7, 10])),
    st.builds(lambda year: {"season": "rains", "year": year}, st.none() | st.integers(1, 9999)),
    st.integers(0, 120).map(lambda age: {"age": age}),
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", fullmatch=True).map(lambda place: {"place": place}),
    st.builds(
        lambda lat, lon, km: {"point": f"{lat / 100:.2f},{lon / 100:.1f}", "km": km},
        st.integers(-9000, 9000),
        st.integers(-18000, 18000),
        st.integers(0, 500),
    ),
)
ANSWERS = PLAIN | st.lists(st.dictionaries(NAMES, PLAIN, max_size=3), max_size=3).map(lambda each: {"each": each})
DRAFTS = st.builds(lambda number: {"id": codec.base64url(bytes(16)), "number": number}, st.integers(0, sj.MOST))
MESSAGES = st.fixed_dictionaries({"from": st.sampled_from(["desk", "you"]), "day": KNOWN_DATES, "text": TEXTS})
CASES = st.fixed_dictionaries({"code": st.just("K7Q-2M"), "state": st.just("open"), "next": st.none() | KNOWN_DATES})
LETTERS = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["received", "read", "erased"]),
        "messages": st.lists(MESSAGES, max_size=3),
        "cut": st.booleans(),
        "worker": st.none() | st.fixed_dictionaries({"cases": st.lists(CASES, max_size=3), "revoked": st.booleans()}),
    }
)
ENROLMENT = {"invitation": codec.base64url(bytes(16)), "key": codec.base64url(bytes(32))}
KINDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "account": st.fixed_dictionaries({}, optional={"draft": DRAFTS}),
    "draft": st.fixed_dictionaries({"draft": DRAFTS}),
    "addition": st.fixed_dictionaries({"text": TEXTS}, optional={"half": st.just("0123456789012345")}),
    "choices": st.just({}),
    "erasure": st.just({}),
    "letter": st.fixed_dictionaries({"letter": LETTERS}),
    "parcel": st.just({}),
    "enrolment": st.just({"enrolment": ENROLMENT}),
    "odk": st.just({}),
}


@st.composite
def opened(draw: Any) -> tuple[Inside, list[bytes]]:
    """An envelope of any kind with its attachments, signed or not."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    data = draw(st.lists(st.binary(max_size=20_000), max_size=0 if kind == "letter" else 3))
    value = {
        "kind": kind,
        "form": draw(st.none() | st.fixed_dictionaries({"id": TEXTS, "version": TEXTS})),
        "language": draw(st.sampled_from(["fr", "en", "bm-ML", "zh-Hant-TW"])),
        "day": draw(st.none() | KNOWN_DATES),
        "answers": draw(st.dictionaries(NAMES, ANSWERS, max_size=4)),
        "consents": draw(st.dictionaries(st.sampled_from(["care", "publish"]), st.sampled_from(["yes", "no"]))),
        "attachments": [inside.attachment_of(f"a{n}.ogg", "audio/ogg", d).members() for n, d in enumerate(data)],
        "reply_to": None,
        **draw(KINDS[kind]),
    }
    made = Inside.model_validate(value)
    return (inside.sign_inside(made, seed(5)) if draw(st.booleans()) else made), data


@given(VALUES)
def test_json_comes_back_the_same(value: object) -> None:
    assert sj.read(sj.write(value)) == value


@given(st.binary(max_size=60) | VALUES.map(sj.write), st.integers(0, 200), st.binary(min_size=1, max_size=2))
def test_whatever_reads_as_json_is_spelled_as_we_spell_it(data: bytes, at: int, put: bytes) -> None:
    changed = data[:at] + put + data[at + 1 :]
    try:
        value = sj.read(changed)
    except Problem:
        return
    assert sj.write(value) == changed


@pytest.mark.parametrize("value", [0.5, float("nan"), float("inf"), 2**53, "\0", "\ud800", {"a": [1.0]}, {"\0": 1}])
def test_what_has_no_spelling_is_not_written(value: object) -> None:
    with pytest.raises(Problem):
        sj.write(value)


@given(opened())
def test_what_is_inside_comes_back_the_same(told: tuple[Inside, list[bytes]]) -> None:
    assert inside.read_inside(inside.write_inside(*told)) == told


@given(opened(), st.data())
def test_whatever_reads_as_inside_is_what_we_write(told: tuple[Inside, list[bytes]], data: st.DataObject) -> None:
    plain = bytearray(inside.write_inside(*told))
    plain[data.draw(st.integers(0, min(len(plain) - 1, 2000)))] ^= data.draw(st.integers(1, 255))
    try:
        read = inside.read_inside(bytes(plain))
    except Problem:
        return
    assert inside.write_inside(*read) == plain


@given(opened())
def test_every_letter_has_one_size(told: tuple[Inside, list[bytes]]) -> None:
    size = len(inside.write_inside(*told))
    assert size == padding.LETTER if told[0].kind == "letter" else padding.is_padded(size)


def test_no_sound_or_picture_is_large() -> None:
    for size, fits in ((manifest.LARGEST_MEDIA, True), (manifest.LARGEST_MEDIA + 1, False)):
        files = {"page/begin.ogg": bytes(size)}
        with nullcontext() if fits else pytest.raises(Problem):
            manifest.make(files, desk.DESK, seed(41), manifest.MEDIA)


def test_what_is_longer_than_a_letter_is_none() -> None:
    letter = sealed.LETTER | {
        "letter": sealed.LETTER["letter"] | {"messages": [{"from": "desk", "day": "2026-11-21", "text": "x" * 28_672}]}
    }
    with pytest.raises(Problem) as caught:
        inside.write_inside(Inside.model_validate(letter))
    assert caught.value.code == "sealing.long_letter" and str(caught.value)


@given(opened(), st.data())
def test_a_signature_holds_for_what_was_signed_alone(told: tuple[Inside, list[bytes]], data: st.DataObject) -> None:
    signed = inside.sign_inside(told[0], seed(6))
    assert inside.signer_of(signed) == ed25519.public_key(seed(6))
    name, other = data.draw(
        st.sampled_from([("language", "de"), ("day", "1999-01-01"), ("answers", {"x": "y"}), ("consents", {"z": "no"})])
    )
    with pytest.raises(Problem) as caught:
        inside.signer_of(signed.model_copy(update={name: other}))
    assert caught.value.code == "sealing.bad_signature"


@functools.cache
def envelope_to_two() -> bytes:
    told = Inside.model_validate(sealed.ACCOUNT)
    return envelope.seal(told, sealed.ATTACHMENTS, [keys.recipient_of(one) for one in (sealed.DESK, sealed.RECOVERY)])


@settings(deadline=None, max_examples=25)
@given(opened())
def test_an_envelope_opens_to_what_was_sealed(told: tuple[Inside, list[bytes]]) -> None:
    made = envelope.seal(*told, [keys.recipient_of(sealed.DESK)])
    assert envelope.open_([sealed.DESK], made) == told
    assert parts.join(parts.split(made)) == made


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_an_envelope_with_any_change_is_refused(data: st.DataObject) -> None:
    with pytest.raises(Problem):
        envelope.open_([sealed.DESK], changed(envelope_to_two(), data))


@given(TEXTS.filter(lambda text: all(ord(c) >= 32 for c in text)), st.binary(min_size=32, max_size=32))
def test_a_note_comes_back_the_same(text: str, key: bytes) -> None:
    note = notes.sign(text + "\n", "amana/x", key)
    assert notes.verify(note, "amana/x", ed25519.public_key(key)) == text + "\n"


@given(st.data())
def test_a_note_with_any_change_is_refused(data: st.DataObject) -> None:
    note = notes.sign("One line.\n\nAnd another.\n", "amana/x", seed(1))
    with pytest.raises(Problem):
        notes.verify(changed(note, data), "amana/x", ed25519.public_key(seed(1)))


@functools.cache
def signed_card() -> bytes:
    return card.make(card.Card.model_validate(desk.CARD), seed(41))


@given(st.data())
def test_a_card_with_any_change_is_refused(data: st.DataObject) -> None:
    assert card.read(signed_card(), desk.DESK).members() == desk.CARD
    with pytest.raises(Problem):
        card.read(changed(signed_card(), data), desk.DESK)


@given(st.binary(max_size=50), st.integers(0, 10**10), st.binary(min_size=32, max_size=32))
def test_a_signed_request_says_who_signed_it(body: bytes, now: int, key: bytes) -> None:
    headers = signatures.sign_request("PUT", "hub.example", "/v1/x", body, key, now)
    assert signatures.verify_request("PUT", "hub.example", "/v1/x", body, headers, now) == Mailbox(key).id


@given(st.data())
def test_a_signed_request_with_any_change_is_refused(data: st.DataObject) -> None:
    request: dict[str, Any] = {"method": "PUT", "authority": "hub.example", "path": "/v1/x", "body": b"some bytes"}
    headers = signatures.sign_request(**request, seed=seed(1), now=1000)
    what = data.draw(st.sampled_from([*request, *headers]))
    if what == "body":
        request["body"] = changed(request["body"], data)
    elif what in request:
        request[what] = changed(request[what].encode(), data).decode("latin-1")
    else:
        headers[what] = changed(headers[what].encode(), data).decode("latin-1")
    with pytest.raises(Problem):
        signatures.verify_request(**request, headers=headers, now=1000)


def test_digits_are_drawn_shown_and_read_back() -> None:
    drawn = [receipt.draw() for _ in range(100)]
    assert [receipt.read(receipt.show(digits)) for digits in drawn] == drawn
    assert len(set(drawn)) == 100


def test_every_digit_is_as_likely() -> None:
    """Of all 256 bytes, each digit stands for 25, and six for none."""
    drawn = "".join(receipt.draw(lambda _, b=byte: bytes([b]))[0] for byte in range(250))  # type: ignore[misc]
    assert {drawn.count(str(digit)) for digit in range(10)} == {25}


@given(st.binary(max_size=40))
def test_ids_are_ids(data: bytes) -> None:
    assert ids.is_id(ids.id_of(data))


@given(st.binary(max_size=40))
def test_each_text_stands_for_its_bytes_alone(data: bytes) -> None:
    for write, read in (
        (codec.base64url, codec.from_base64url),
        (codec.base64_padded, codec.from_base64_padded),
    ):
        text = write(data)
        assert read(text) == data
        for other in (text + "=", text + "A", text.rstrip("="), text + "\n", " " + text, text[:-1] + "é"):
            if other != text:
                try:
                    assert write(read(other)) == other
                except ValueError:
                    continue


@given(st.integers(0, 1 << 25))
def test_plaintext_sizes_are_worked_out_from_payloads(size: int) -> None:
    """C2SP age.md: a plaintext of `size` bytes has a payload of so many, and no other plaintext has."""
    payload = size + 16 * max(1, -(-size // 65536))
    assert envelope.plain_size(payload) == size


def changed(data: bytes, draw: st.DataObject) -> bytes:
    """`data` with a byte changed, left out, put in, or with its end cut off."""
    at = draw.draw(st.integers(0, len(data) - 1))
    byte = bytes([data[at] ^ draw.draw(st.integers(1, 255))])
    return draw.draw(
        st.sampled_from([data[:at] + byte + data[at + 1 :], data[:at] + data[at + 1 :], data[:at], data + byte])
    )
