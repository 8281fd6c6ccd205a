"""The desk's card: who the desk is, where to drop and to whom to seal, signed by the desk's own key (spec/card.md).

    note = make(card, seed)                 # at the desk
    card = read(note, fingerprint)          # on the phone and at the hub

Promise: a card that reads is by the key of the fingerprint, whoever carried it.
"""

import hashlib
import secrets
from typing import Literal, Self

from pydantic import Field, model_validator

from amana.errors import Problem
from amana.sealing import codec, ed25519, notes, strict_json
from amana.sealing.ids import id_of
from amana.sealing.shapes import (
    ByLanguage,
    Bytes32,
    Code,
    Day,
    HybridRecipient,
    Id,
    LanguageTag,
    Positive,
    Sha256,
    Shape,
    Whole,
    fit,
)

TOKEN = 16


class TokenLimit(Shape):
    """A drop token, by the hash of its 16 bytes, and how many drops it is good for in a day."""

    sha256: Sha256
    per_day: Positive


class FormNamed(Shape):
    """A questionnaire: as the phone reads it, and as ODK's XForm."""

    id: Code
    version: str
    phone: Sha256
    odk: Sha256 | None


class Card(Shape):
    """The members of a card's JSON."""

    card: Literal["amana-card/1"] = "amana-card/1"
    key: Bytes32
    serial: Positive
    day: Day
    names: ByLanguage = Field(min_length=1)
    languages: list[LanguageTag] = Field(min_length=1)
    mailbox: Id
    recipients: list[HybridRecipient] = Field(min_length=1, max_length=2)
    forms: list[FormNamed] = Field(min_length=1)
    directory: Sha256
    places: Sha256 | None
    pictures: Sha256 | None
    sounds: dict[LanguageTag, Sha256]
    page: Sha256 | None
    tokens: list[TokenLimit]
    quota: Whole

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        forms, tokens = [form.id for form in self.forms], [token.sha256 for token in self.tokens]
        for listed in (self.languages, self.recipients, forms, tokens):
            if len(set(listed)) < len(listed):
                raise ValueError("listed twice")
        return self

    @property
    def fingerprint(self) -> str:
        """The id of the card key: what a link carries."""
        return id_of(codec.from_base64url(self.key))

    def limit_of(self, token: str) -> TokenLimit | None:
        """The entry for a drop token as it was handed out; None if this card names no such token."""
        try:
            digest = token_digest(token)
        except Problem:
            return None
        return next((limit for limit in self.tokens if limit.sha256 == digest), None)


def signer_name(fingerprint: str) -> str:
    """The name under which the desk of `fingerprint` signs notes."""
    return f"amana/{fingerprint[:16]}"


def make(card: Card, seed: bytes) -> bytes:
    """The signed note of `card`, by the card key of `seed`. Raises `sealing.bad_card` if the card names another key."""
    if card.key != codec.base64url(ed25519.public_key(seed)):
        raise Problem("sealing.bad_card")
    text = strict_json.write(card.members()).decode() + "\n"
    return notes.sign(text, signer_name(card.fingerprint), seed)


def read(note: bytes, fingerprint: str) -> Card:
    """The card in `note`, by the desk of `fingerprint`.

    Raises `sealing.other_desk` for a card of another key, `sealing.bad_signature`, `sealing.bad_note`,
    `sealing.bad_json`, or `sealing.bad_card` where its members are not those of a card.
    """
    text = notes.text_of(note)
    value = strict_json.read(text.encode()[:-1])
    card = fit(Card, value, "sealing.bad_card")
    if card.fingerprint != fingerprint:
        raise Problem("sealing.other_desk")
    notes.verify(note, signer_name(fingerprint), codec.from_base64url(card.key))
    return card


def key_of(card: Card) -> bytes:
    """The 32 bytes of the card key."""
    return codec.from_base64url(card.key)


def new_token() -> str:
    """A fresh drop token."""
    return codec.base64url(secrets.token_bytes(TOKEN))


def token_digest(token: str) -> str:
    """What a card names a token by: SHA-256 of its 16 bytes, hex. Raises `sealing.bad_token`."""
    try:
        data = codec.from_base64url(token)
    except ValueError:
        data = b""
    if len(data) != TOKEN:
        raise Problem("sealing.bad_token")
    return hashlib.sha256(data).hexdigest()
