"""Keys as text: strict Bech32, age's own prefixes, and files of keys."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amana.errors import Problem
from amana.sealing import bech32, keyfile, keys

VALID = [  # BIP 173, "Test vectors", those whose data are whole bytes
    ("A12UEL5L", "A", b""),
    ("a12uel5l", "a", b""),
    ("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs", None, b""),
    ("?1ezyfcl", "?", b""),
]
INVALID = [  # BIP 173, and kinds of fault of our own
    "\x201nwldj5", "\x7f1axkwrx", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "de1lg7wt\xff", "A1G7SGD8",
    "10a06t8", "1qzzfhee", "A12uEL5L", "", "1", "é1ezyfcl",
]  # fmt: skip
PAIR = (  # C2SP age.md, "The X25519 recipient type"
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
)


@pytest.mark.parametrize(("text", "prefix", "data"), VALID)
def test_valid_bech32_is_read(text: str, prefix: str | None, data: bytes) -> None:
    assert bech32.decode(text) == (prefix or text[: text.rindex("1")], data)


@pytest.mark.parametrize("text", INVALID)
def test_invalid_bech32_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="Bech32"):
        bech32.decode(text)


@given(some.text("abcxyz-1", min_size=1, max_size=20), some.binary(max_size=300))
def test_bech32_reads_what_it_writes(prefix: str, data: bytes) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix.upper(), data)


@given(some.data())
def test_a_slip_of_the_hand_is_found(data) -> None:
    identity = keys.identity_from_seed(data.draw(some.binary(min_size=32, max_size=32)))
    at = data.draw(some.integers(0, len(identity) - 1))
    other = data.draw(some.sampled_from(bech32.ALPHABET.upper() + "B1-").filter(lambda letter: letter != identity[at]))
    with pytest.raises(Problem) as problem:
        keys.parse_identity(identity[:at] + other + identity[at + 1 :])
    assert problem.value.code == "sealing.bad_identity"


@given(some.text(max_size=90))
def test_any_text_is_a_key_or_a_problem(text: str) -> None:
    for parse in (bech32.decode, keys.parse_identity, keys.parse_recipient):
        with pytest.raises(Problem):
            parse(text)


def test_keys_have_ages_own_form() -> None:
    identity, recipient = keys.new_identity()
    assert identity.startswith("AGE-SECRET-KEY-PQ-1")
    assert recipient.startswith("age1pq1")
    assert len(recipient) == 1959
    identity, recipient = keys.new_x25519_identity()
    assert identity.startswith("AGE-SECRET-KEY-1")
    assert len(recipient) == 62
    assert keys.recipient_of(PAIR[0]) == PAIR[1]


def test_a_seed_is_one_identity() -> None:
    assert keys.identity_from_seed(bytes(32)) == keys.identity_from_seed(bytes(32))
    assert keys.identity_from_seed(bytes(31) + b"\1") != keys.identity_from_seed(bytes(32))
    with pytest.raises(ValueError, match="32"):
        keys.identity_from_seed(bytes(31))


def wrong_keys() -> list[str]:
    identity, recipient = keys.new_identity()
    return [
        identity.lower(),
        recipient.upper(),
        f" {identity}",
        bech32.encode("age-secret-key-pq-", bytes(31)).upper(),
        bech32.encode("age-secret-key-", bytes(33)).upper(),
        bech32.encode("age1pq", bytes(1215)),
        bech32.encode("age", bytes(31)),
        bech32.encode("age1tag", bytes(33)),
    ]


@pytest.mark.parametrize("text", wrong_keys(), ids=range(8))
def test_keys_of_another_case_length_or_prefix_are_refused(text: str) -> None:
    for parse in (keys.parse_identity, keys.parse_recipient):
        with pytest.raises(Problem):
            parse(text)


def test_a_recipient_that_no_identity_has_is_refused() -> None:
    from amana.sealing import age

    for text in (bech32.encode("age1pq", b"\xff" * 1216), bech32.encode("age", bytes(32))):
        with pytest.raises(Problem) as problem:
            age.seal_bytes([text], b"")
        assert problem.value.code == "sealing.bad_recipient"


def test_a_key_file_is_private_never_overwritten_and_says_which_line_is_wrong(tmp_path: Path) -> None:
    identity, recipient = keys.new_identity()
    file = tmp_path / "desk.key"
    keyfile.write(file, identity)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keyfile.identities(file) == [identity]
    assert file.read_text().splitlines()[0] == f"# public key: {recipient}"
    with pytest.raises(FileExistsError):
        keyfile.write(file, identity)
    file.write_text(f"# two\n\n{identity}\n{identity[:-1]}\n")
    with pytest.raises(Problem) as problem:
        keyfile.identities(file)
    assert problem.value.values == {"file": "desk.key", "line": 4}
    assert identity[:-1] not in str(problem.value)
    file.write_text("# none\n")
    with pytest.raises(Problem, match="no key"):
        keyfile.recipients(file)
