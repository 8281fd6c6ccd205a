"""The desk's RSA key: what the keyring keeps of it is enough to open what its public half sealed."""

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key

from amana.desk import odk_key
from amana.testimony.odk.opening import OAEP


def test_what_was_encrypted_to_the_public_half_opens():
    primes = odk_key.draw()
    assert len(primes) == odk_key.SIZE
    public = load_der_public_key(b64decode(odk_key.public_text(primes)))
    assert (public.key_size, public.public_numbers().e) == (3072, 65537)
    assert odk_key.private_key(primes).decrypt(public.encrypt(b"tea", OAEP), OAEP) == b"tea"


def test_another_key_opens_nothing():
    public = odk_key.private_key(odk_key.draw()).public_key()
    with pytest.raises(ValueError):
        odk_key.private_key(odk_key.draw()).decrypt(public.encrypt(b"tea", OAEP), OAEP)


def test_each_is_new():
    assert odk_key.draw() != odk_key.draw()
