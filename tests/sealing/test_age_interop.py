"""What the phone seals the desk opens, and the other way round: `age-encryption` really run by Node."""

import base64
import io
import json

import pyrage
import pytest
from tests.sealing.peer import run_module

from amana.errors import Problem
from amana.sealing import age, keys, passphrase

PREAMBLE = """
import * as age from "age-encryption";
const told = JSON.parse(await new Response(process.stdin).text());
const text = (bytes) => Buffer.from(bytes).toString("base64");
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const say = (value) => console.log(JSON.stringify(value));
"""
MAKE = "say([await age.generateHybridIdentity(), await age.generateX25519Identity()]);"
NAME = "say(await Promise.all(told.map((identity) => age.identityToRecipient(identity))));"
SEAL = """
const sealed = [];
for (const { recipients, plain, passphrase } of told) {
  const encrypter = new age.Encrypter();
  recipients.forEach((recipient) => encrypter.addRecipient(recipient));
  if (passphrase) { encrypter.setPassphrase(passphrase); encrypter.setScryptWorkFactor(10); }
  sealed.push(text(await encrypter.encrypt(bytes(plain))));
}
say(sealed);
"""
OPEN = """
const opened = [];
for (const { identity, sealed, passphrase } of told) {
  const decrypter = new age.Decrypter();
  if (passphrase) decrypter.addPassphrase(passphrase); else decrypter.addIdentity(identity);
  opened.push(text(await decrypter.decrypt(bytes(sealed))));
}
say(opened);
"""
PLAINS = [bytes(index % 251 for index in range(size)) for size in (0, 1, 65535, 65536, 65537, 131072, 200000)]
KINDS = [keys.new_identity, keys.new_x25519_identity]


def peer(script: str, told: object = None) -> list[str]:
    return json.loads(run_module(PREAMBLE + script, json.dumps(told).encode()))


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_both_name_the_same_recipient_for_an_identity() -> None:
    identities = [*peer(MAKE), *(new()[0] for new in KINDS)]
    assert peer(NAME, identities) == [keys.recipient_of(identity) for identity in identities]


@pytest.mark.parametrize("new", KINDS)
def test_opens_what_the_phone_sealed(new) -> None:
    (identity, recipient), (_, other) = new(), new()
    told = [{"recipients": [other, recipient], "plain": text(plain)} for plain in PLAINS]
    assert [age.open_bytes([identity], base64.b64decode(sealed)) for sealed in peer(SEAL, told)] == PLAINS


@pytest.mark.parametrize("new", KINDS)
def test_phone_opens_what_was_sealed_here(new) -> None:
    (identity, recipient), (_, other) = new(), new()
    told = [{"identity": identity, "sealed": text(age.seal_bytes([other, recipient], plain))} for plain in PLAINS]
    assert [base64.b64decode(plain) for plain in peer(OPEN, told)] == PLAINS


def test_passphrase_files_pass_both_ways() -> None:
    here, there = io.BytesIO(), io.BytesIO()
    passphrase.seal("five words of a kind", io.BytesIO(b"a key"), here)
    told = [{"passphrase": "five words of a kind", "sealed": text(here.getvalue())}]
    assert base64.b64decode(peer(OPEN, told)[0]) == b"a key"
    sealed = peer(SEAL, [{"recipients": [], "passphrase": "mot de passe à nous", "plain": text(b"another")}])[0]
    passphrase.open_("mot de passe à nous", io.BytesIO(base64.b64decode(sealed)), there)
    assert there.getvalue() == b"another"


def test_passphrase_files_that_were_changed_are_refused() -> None:
    whole = base64.b64decode(peer(SEAL, [{"recipients": [], "passphrase": "a word", "plain": text(bytes(70000))}])[0])
    for end in (50, 100, 150, len(whole) - 4500, len(whole) - 1):
        with pytest.raises(Problem):
            passphrase.open_("a word", io.BytesIO(whole[:end]), io.BytesIO())
    for at in (100, 170, 1000, 66000, len(whole) - 1):
        changed = bytearray(whole)
        changed[at] ^= 1
        plain = io.BytesIO()
        with pytest.raises(Problem):
            passphrase.open_("a word", io.BytesIO(changed), plain)
        assert plain.getvalue() == b""
    with pytest.raises(Problem):
        passphrase.open_("a word", io.BytesIO(whole + b"\0"), io.BytesIO())
    with pytest.raises(Problem) as problem:
        passphrase.open_("a word", io.BytesIO(age.seal_bytes([keys.new_identity()[1]], b"")), io.BytesIO())
    assert problem.value.code == "sealing.no_match"


def test_rage_and_we_open_each_others_x25519_files() -> None:
    theirs = pyrage.x25519.Identity.generate()
    (identity, recipient), their_recipient = keys.new_x25519_identity(), str(theirs.to_public())
    assert keys.recipient_of(str(theirs)) == their_recipient
    for plain in PLAINS:
        assert pyrage.decrypt(age.seal_bytes([recipient, their_recipient], plain), [theirs]) == plain
        to_us = [pyrage.x25519.Recipient.from_str(recipient), theirs.to_public()]
        assert age.open_bytes([identity], pyrage.encrypt(plain, to_us)) == plain
