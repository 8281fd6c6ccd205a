"""The plain text of keyrings of version 1, which are still read (spec/desk-keyring.md, "Version 1")."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amana.desk import odk_key
from amana.desk.keys import KEY, Keys

FORMAT = "amana-keyring/1"
SIZE = 5 * KEY + odk_key.SIZE


def read(plain: bytes) -> Keys:
    """The keys in `plain`, with those that were derived then."""
    database, field, card, mailbox, identity = (plain[at : at + KEY] for at in range(0, 5 * KEY, KEY))
    index, backup = (HKDF(SHA256(), KEY, None, info).derive(field) for info in (b"amana blind index", b"amana backup"))
    return Keys(database, field, index, card, mailbox, identity, odk=plain[5 * KEY :], backup=backup)
