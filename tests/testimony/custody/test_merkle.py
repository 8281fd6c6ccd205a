"""The tree against the vectors of Certificate Transparency, and its checks against every small change."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.testimony.custody import merkle

VECTORS = json.loads((Path(__file__).parent / "rfc6962.json").read_text())
LEAVES = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]


def hashes(texts):
    return [b64decode(text) for text in texts or []]


def test_roots_are_those_of_certificate_transparency():
    assert [merkle.root(LEAVES[:size]).hex() for size in range(9)] == VECTORS["roots"]


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda vector: vector["desc"])
def test_inclusion(vector):
    leaf, head = b64decode(vector["leafHash"] or ""), b64decode(vector["root"] or "")
    found = merkle.check_inclusion(leaf, vector["leafIdx"], vector["treeSize"], hashes(vector["proof"]), head)
    assert found is not vector["wantErr"]


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda vector: vector["desc"])
def test_consistency(vector):
    before, head = b64decode(vector["root1"] or ""), b64decode(vector["root2"] or "")
    found = merkle.check_consistency(vector["size1"], vector["size2"], hashes(vector["proof"]), before, head)
    assert found is not vector["wantErr"]


def test_what_is_proved_is_what_the_vectors_hold():
    for vector in VECTORS["inclusion"]:
        if not vector["wantErr"] and b64decode(vector["root"]) == merkle.root(LEAVES[: vector["treeSize"]]):
            assert merkle.prove_inclusion(LEAVES[: vector["treeSize"]], vector["leafIdx"]) == hashes(vector["proof"])
    for vector in VECTORS["consistency"]:
        if vector["desc"].endswith("happy-path"):
            assert merkle.prove_consistency(LEAVES[: vector["size2"]], vector["size1"]) == hashes(vector["proof"])


@given(size=st.integers(1, 70), data=st.data())
def test_every_leaf_is_proved_and_no_other_place_or_leaf_is(size, data):
    leaves = [merkle.leaf_hash(bytes([at])) for at in range(size)]
    index = data.draw(st.integers(0, size - 1))
    path, head = merkle.prove_inclusion(leaves, index), merkle.root(leaves)
    assert merkle.check_inclusion(leaves[index], index, size, path, head)
    other = data.draw(st.integers(0, size - 1).filter(lambda at: at != index)) if size > 1 else size
    assert not merkle.check_inclusion(leaves[index], other, size, path, head)
    assert not merkle.check_inclusion(merkle.leaf_hash(b"other"), index, size, path, head)


@given(size=st.integers(1, 70), data=st.data())
def test_growth_is_proved_and_a_rewritten_beginning_is_not(size, data):
    leaves = [merkle.leaf_hash(bytes([at])) for at in range(size)]
    earlier = data.draw(st.integers(1, size))
    proof = merkle.prove_consistency(leaves, earlier)
    before, head = merkle.root(leaves[:earlier]), merkle.root(leaves)
    assert merkle.check_consistency(earlier, size, proof, before, head)
    changed = [merkle.leaf_hash(b"other"), *leaves[1:]]
    assert not merkle.check_consistency(earlier, size, proof, before, merkle.root(changed))


@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.lists(st.binary(min_size=32, max_size=32), max_size=8),
    st.binary(max_size=32),
)
def test_no_proof_makes_a_check_raise(here, size, path, head):
    assert not merkle.check_inclusion(b"x" * 32, here, size, path, head)
    assert not merkle.check_consistency(here, size, path, b"x" * 32, head) or (here == size and head == b"x" * 32)
