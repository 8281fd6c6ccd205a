"""The keyring file: opens with its pass-phrase and with nothing else, and says nothing of why not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.desk.keyring import Cost, Keys, open_keys, seal_keys, write_keyring
from amana.errors import Problem

CHEAP = Cost(memory=64, passes=1, lanes=1)
PASSPHRASE = "seven quiet herons over water"


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
    write_keyring(tmp_path / "keyring.json", data)
    assert (tmp_path / "keyring.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keyring.json"]


def test_keys_do_not_show_themselves(keys):
    assert keys.field.hex() not in repr(keys)
    assert repr(keys.field) not in repr(keys)
