"""Signed notes: a text that people can read, and who signed it (spec/notes.md; C2SP signed-note).

Cards, page manifests and log checkpoints are signed so, and so any program that knows the format can check them.
"""

import hashlib
import re

from amana.errors import Problem
from amana.sealing import ed25519
from amana.sealing.codec import base64_padded, from_base64_padded

LONGEST = 1 << 20
MOST_SIGNATURES = 16
ED25519_TYPE = b"\x01"
KEY_HASH = 4
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME = re.compile("[^+ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\n]+")
_LINE = re.compile(f"— ({_NAME.pattern}) ([A-Za-z0-9+/=]+)")


def sign(text: str, name: str, seed: bytes) -> bytes:
    """The note of `text`, which ends in a newline, signed as `name` by the key of `seed`. Raises `sealing.bad_note`."""
    signed = text.encode()
    blob = key_hash(name, ed25519.public_key(seed)) + ed25519.sign(seed, signed)
    note = signed + f"\n— {name} {base64_padded(blob)}\n".encode()
    if not text.endswith("\n") or not _NAME.fullmatch(name):
        raise Problem("sealing.bad_note")
    _parse(note)
    return note


def text_of(note: bytes) -> str:
    """The text of `note` as whoever sent it wants it read: nothing is verified. Raises `sealing.bad_note`."""
    return _parse(note)[0]


def verify(note: bytes, name: str, key: bytes) -> str:
    """The text of `note`, signed as `name` by the public `key`.

    Raises `sealing.bad_note` where it is no note, `sealing.bad_signature` unless exactly one signature is by that name
    and key and verifies. Signatures by others are passed over.
    """
    text, signatures = _parse(note)
    expected = key_hash(name, key)
    ours = [blob[KEY_HASH:] for signer, blob in signatures if signer == name and blob[:KEY_HASH] == expected]
    if len(ours) != 1 or not ed25519.verify(key, ours[0], text.encode()):
        raise Problem("sealing.bad_signature")
    return text


def signatures_by(note: bytes, name: str, key_id: bytes) -> list[bytes]:
    """What stands after the key's id in each signature line of that name and id: of any type, and not verified."""
    return [blob[KEY_HASH:] for signer, blob in _parse(note)[1] if signer == name and blob[:KEY_HASH] == key_id]


def bare(note: bytes, name: str, key: bytes) -> bytes:
    """The note with the one signature of that name and key, and no other. Raises as `verify` does."""
    text = verify(note, name, key)
    expected = key_hash(name, key)
    blob = next(blob for signer, blob in _parse(note)[1] if signer == name and blob[:KEY_HASH] == expected)
    return f"{text}\n— {name} {base64_padded(blob)}\n".encode()


def key_hash(name: str, key: bytes) -> bytes:
    """The four bytes that say which of a name's keys signed: an identifier, not a proof."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519_TYPE + key).digest()[:KEY_HASH]


def _parse(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The text, and each signature's name and bytes."""
    if len(note) > LONGEST:
        raise Problem("sealing.bad_note")
    try:
        whole = note.decode("utf-8")
        end = whole.rindex("\n\n") + 1
        lines = whole[end + 1 :].split("\n")
        matches = [_LINE.fullmatch(line) for line in lines[:-1]]
        signatures = [(match[1], from_base64_padded(match[2])) for match in matches if match]
    except ValueError:
        raise Problem("sealing.bad_note") from None
    sound = lines[-1] == "" and len(signatures) == len(lines) - 1 and 1 <= len(signatures) <= MOST_SIGNATURES
    if not sound or _CONTROL.search(whole) or any(len(blob) <= KEY_HASH for _, blob in signatures):
        raise Problem("sealing.bad_note")
    return whole[:end], signatures
