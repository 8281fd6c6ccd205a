"""Signed tree heads, and the sizes on which they are made (C2SP tlog-checkpoint; spec/custody.md)."""

from dataclasses import dataclass

from amana.errors import Problem
from amana.sealing import ed25519, notes
from amana.sealing.card import signer_name
from amana.sealing.codec import base64_padded, from_base64_padded
from amana.sealing.ids import id_of

PER_DAY = 256


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: who keeps it, how many leaves, and the tree's root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note's text."""
        return f"{self.origin}\n{self.size}\n{base64_padded(self.root)}\n"


def origin(key: bytes) -> str:
    """The log's name, which is also the signer's: from the card key's 32 public bytes."""
    return signer_name(id_of(key))


def sign(size: int, root: bytes, seed: bytes) -> bytes:
    """The checkpoint of a tree, signed with the card key's seed."""
    name = origin(ed25519.public_key(seed))
    return notes.sign(Checkpoint(name, size, root).text(), name, seed)


def read(note: bytes, key: bytes) -> Checkpoint:
    """The checkpoint in a note by the card key `key`. Raises `custody.not_a_checkpoint` or a `sealing` problem."""
    name = origin(key)
    lines = notes.verify(note, name, key).split("\n")
    try:
        if len(lines) != 4 or lines[0] != name or str(int(lines[1])) != lines[1]:
            raise ValueError
        found = Checkpoint(name, int(lines[1]), from_base64_padded(lines[2]))
    except ValueError:
        raise Problem("custody.not_a_checkpoint") from None
    if found.size < 0 or len(found.root) != 32:
        raise Problem("custody.not_a_checkpoint")
    return found


def next_size(last: int, days: int, entries: int) -> int:
    """The size of the next checkpoint: grown by days alone, unless there are more entries than that holds."""
    step = days * PER_DAY
    while last + step < entries:
        step *= 2
    return last + step
