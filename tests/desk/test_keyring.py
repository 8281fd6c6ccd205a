"""The keyring file: opens with its pass-phrase and with nothing else, and says nothing of why not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.desk.doors import Cost, new_passphrase_door
from amana.desk.files import write_file
from amana.desk.kept_keys import make_keys, read_recovery
from amana.desk.keyring import open_keyring, seal_keyring
from amana.desk.keys import Keys, check_recovery
from amana.desk.trustees import draw
from amana.errors import Problem
from amana.sealing import keys as age_keys

KEPT = Path(__file__).parent / "kept"
RECOVERY = age_keys.new_identity()[1]
CHEAP = Cost(memory=64, passes=1, lanes=1)
PASSPHRASE = "seven quiet herons over water"


def seal_keys(keys, passphrase, cost=None):
    return seal_keyring(keys, *new_passphrase_door(passphrase, cost))


def open_keys(data, passphrase):
    return open_keyring(data, passphrase).keys


@pytest.fixture(scope="module")
def keys():
    return Keys.draw()


@pytest.fixture(scope="module")
def data(keys):
    return seal_keys(keys, PASSPHRASE, CHEAP)


def test_it_opens_with_its_passphrase(keys, data):
    assert open_keys(data, PASSPHRASE) == keys


@pytest.mark.parametrize(
    "other", ["", "seven quiet herons over wate", "Seven quiet herons over water", PASSPHRASE + " "]
)
def test_it_does_not_open_with_another(data, other):
    with pytest.raises(Problem) as raised:
        open_keys(data, other)
    assert raised.value.code == "desk.wrong_passphrase"


def test_a_passphrase_typed_on_another_keyboard_is_the_same(keys):
    composed, decomposed = "café noir près de la rivière", "café noir près de la rivière"
    assert open_keys(seal_keys(keys, composed, CHEAP), decomposed) == keys


def test_a_short_passphrase_is_refused(keys):
    with pytest.raises(Problem) as raised:
        seal_keys(keys, "fifteen letters", CHEAP)
    assert raised.value.code == "desk.short_passphrase"


def test_the_same_keys_are_never_sealed_alike(keys):
    assert seal_keys(keys, PASSPHRASE, CHEAP) != seal_keys(keys, PASSPHRASE, CHEAP)


def test_a_new_keyring_costs_a_guess_what_the_specification_says(keys):
    file = json.loads(seal_keys(keys, PASSPHRASE))
    assert (file["kdf"], file["memory"], file["passes"], file["lanes"]) == ("argon2id", 262_144, 3, 4)


@settings(max_examples=300)
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_changed_keyring_opens(data, place, bit):
    changed = bytearray(data)
    changed[place % len(changed)] ^= 1 << bit
    try:
        opened = open_keys(bytes(changed), PASSPHRASE)
    except Problem as problem:
        assert problem.code in ("desk.wrong_passphrase", "desk.not_a_keyring")
    else:
        assert json.loads(changed) == json.loads(data), opened


@pytest.mark.parametrize(
    "member, value",
    [
        ("memory", 10**9),
        ("memory", 7),
        ("memory", True),
        ("passes", 0),
        ("lanes", 65),
        ("salt", "AA"),
        ("keyring", "other"),
    ],
)
def test_a_file_that_asks_too_much_or_is_none_is_refused(data, member, value):
    with pytest.raises(Problem) as raised:
        open_keys(json.dumps(json.loads(data) | {member: value}).encode(), PASSPHRASE)
    assert raised.value.code == "desk.not_a_keyring"


@given(st.binary(max_size=200))
def test_strange_bytes_are_no_keyring(strange):
    with pytest.raises(Problem):
        open_keys(strange, PASSPHRASE)


def test_the_file_is_for_its_owner_alone_and_nothing_is_left_beside_it(tmp_path, data):
    write_file(tmp_path / "keyring.json", data)
    assert (tmp_path / "keyring.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keyring.json"]


def test_keys_do_not_show_themselves(keys):
    assert keys.field.hex() not in repr(keys)
    assert repr(keys.field) not in repr(keys)


def test_keys_that_were_replaced_are_kept_with_the_others(keys):
    anew = replace(keys.drawn_anew(identity=True), recovery=RECOVERY).drawn_anew(mailbox=True)
    assert open_keys(seal_keys(anew, PASSPHRASE, CHEAP), PASSPHRASE) == anew
    assert anew.earlier_field[-1] == keys.field and anew.earlier_identity == (keys.identity,)
    assert anew.earlier_mailbox == (keys.mailbox,) and anew.mailbox != keys.mailbox
    assert (anew.card, anew.index) == (keys.card, keys.index)


def test_keys_as_they_were_written_before_there_were_earlier_mailboxes_are_read_and_no_others(keys):
    anew = keys.drawn_anew(identity=True)
    assert Keys.from_bytes(anew.to_bytes("amana-keys/1")) == anew
    as_new = anew.to_bytes("amana-keys/1").replace(b"amana-keys/1", b"amana-keys/2")
    as_old = anew.to_bytes().replace(b"amana-keys/2", b"amana-keys/1")
    for mixed in (as_new, as_old, anew.to_bytes().replace(b"amana-keys/2", b"amana-keys/3")):
        with pytest.raises(Problem) as raised:
            Keys.from_bytes(mixed)
        assert raised.value.code == "desk.not_a_keyring"


def test_the_length_of_the_file_does_not_tell_what_was_replaced_or_whether_there_is_a_recovery_key(keys):
    more = replace(keys.drawn_anew(identity=True, mailbox=True), recovery=RECOVERY)
    assert len(seal_keys(keys, PASSPHRASE, CHEAP)) == len(seal_keys(more, PASSPHRASE, CHEAP))


def test_a_keyring_of_version_1_opens_and_finds_by_value_as_before():
    opened = open_keyring((KEPT / "keyring-1.json").read_bytes(), "seven quiet herons over water")
    index = HKDF(SHA256(), 32, salt=None, info=b"amana blind index").derive(opened.keys.field)
    assert opened.keys.index == index and opened.keys.recovery == ""
    again = seal_keyring(opened.keys, opened.door, opened.opener)
    assert open_keyring(again, "seven quiet herons over water").keys == opened.keys


def test_trustees_open_it_and_a_changed_number_of_them_does_not(keys):
    door, secret, _ = draw(2, 3)
    data = seal_keyring(keys, door, secret)
    assert open_keyring(data, secret).keys == keys
    for change in ({"need": 3}, {"of": 4}, {"set": (door.set + 1) % 32768}):
        with pytest.raises(Problem) as raised:
            open_keyring(json.dumps(json.loads(data) | change).encode(), secret)
        assert raised.value.code == "desk.wrong_words"
    with pytest.raises(Problem) as raised:
        open_keyring(data, PASSPHRASE)
    assert raised.value.code == "desk.wrong_words"


def test_only_a_hybrid_key_can_be_a_recovery_key():
    assert check_recovery(RECOVERY) == RECOVERY
    with pytest.raises(Problem) as raised:
        check_recovery(age_keys.new_x25519_identity()[1])
    assert raised.value.code == "desk.recovery_not_hybrid"


def test_the_recovery_file_opens_with_its_identity_alone(tmp_path):
    identity, recipient = age_keys.new_identity()
    keys = make_keys(tmp_path, PASSPHRASE, recipient, CHEAP)
    assert read_recovery(tmp_path / "recovery.age", [identity]) == keys
    with pytest.raises(Problem):
        read_recovery(tmp_path / "recovery.age", [age_keys.new_identity()[0]])
