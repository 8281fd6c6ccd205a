"""The Merkle tree of RFC 6962 section 2.1: roots, inclusion proofs and consistency proofs, made and checked.

A list of leaf hashes goes in, 32-byte hashes come out. The checks never look at
the list: they are what an outsider with a proof and a root can run. They follow
RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's hash over the leaf hashes, in one pass and logarithmic memory."""
    if not leaves:
        return EMPTY
    full: list[tuple[int, bytes]] = []
    for leaf in leaves:
        size, head = 1, leaf
        while full and full[-1][0] == size:
            head = node_hash(full.pop()[1], head)
            size *= 2
        full.append((size, head))
    _, head = full.pop()
    while full:
        head = node_hash(full.pop()[1], head)
    return head


def prove_inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path of leaf `index` in the tree of all `leaves`: sibling of the leaf first, child of the root last."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*prove_inclusion(leaves[:split], index), root(leaves[split:])]
    return [*prove_inclusion(leaves[split:], index - split), root(leaves[:split])]


def prove_consistency(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The proof that the tree of the first `earlier` leaves (at least 1) is a beginning of the tree of all."""
    if not 1 <= earlier <= len(leaves):
        raise IndexError(earlier)
    return _subproof(leaves, earlier, whole=True)


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Whether `path` shows that `leaf` is at `index` of the tree of `size` leaves whose root is `head`."""
    if not 0 <= index < size or len(leaf) != 32:
        return False
    here, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, step)
        here, last = here >> 1, last >> 1
    return last == 0 and found == head


def check_consistency(earlier: int, size: int, proof: Sequence[bytes], before: bytes, head: bytes) -> bool:
    """Whether `proof` shows that the tree `before` of `earlier` ≥ 1 leaves grew into the tree `head` of `size`."""
    if not 1 <= earlier <= size:
        return False
    if earlier == size:
        return not proof and before == head
    steps = [before, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not steps:
        return False
    here, last = earlier - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    return last == 0 and old == before and new == head


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(leaves[:split], earlier, whole=whole), root(leaves[split:])]
    return [*_subproof(leaves[split:], earlier - split, whole=False), root(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two that is less than `size`."""
    return 1 << (size - 1).bit_length() - 1
