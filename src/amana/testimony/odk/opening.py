"""Open an encrypted ODK submission with the desk's RSA key (spec/odk.md, "At the desk").

Pure: bytes in, bytes out. Promise: what opens is what the phone sealed, unless somebody wished it otherwise: the
checksum finds mistakes, and, being made with the public key, shows no origin.
"""

import hashlib
import hmac
from base64 import b64decode
from collections.abc import Mapping

from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.padding import PKCS7

from amana.errors import Problem
from amana.sealing.odk import SEALED, Manifest

KEY, BLOCK = 32, 16
OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


def open_submission(manifest: Manifest, files: Mapping[str, bytes], key: rsa.RSAPrivateKey) -> dict[str, bytes]:
    """What was sealed, by its name without `.enc`, media first, the XML last.

    `files` are the sealed bytes by name, all that the manifest lists. Raises `odk.other_key` where it was sealed to
    another key, `odk.broken` where a file does not open, and `odk.checksum` where what opens is not what was sealed.
    """
    secret = _decrypt(key, manifest.key, KEY)
    ivs = bytearray(hashlib.md5(manifest.instance.encode() + secret, usedforsecurity=False).digest())
    opened = {}
    for n, name in enumerate(manifest.files):
        ivs[n % BLOCK] = (ivs[n % BLOCK] + 1) % 256
        opened[name.removesuffix(SEALED)] = _open_file(files[name], secret, bytes(ivs))
    if not hmac.compare_digest(_decrypt(key, manifest.signature, BLOCK), checksum(manifest, opened)):
        raise Problem("odk.checksum")
    return opened


def checksum(manifest: Manifest, opened: Mapping[str, bytes]) -> bytes:
    """What `base64EncryptedElementSignature` holds of a submission, whose files `opened` gives in their order."""
    lines = [manifest.form, *([] if manifest.version is None else [manifest.version]), manifest.key, manifest.instance]
    lines += [f"{name}::{hashlib.md5(data, usedforsecurity=False).hexdigest()}" for name, data in opened.items()]
    return hashlib.md5("".join(f"{line}\n" for line in lines).encode(), usedforsecurity=False).digest()


def _decrypt(key: rsa.RSAPrivateKey, text: str, size: int) -> bytes:
    try:
        secret = key.decrypt(b64decode(text, validate=True), OAEP)
    except ValueError:
        raise Problem("odk.other_key") from None
    if len(secret) != size:
        raise Problem("odk.broken")
    return secret


def _open_file(sealed: bytes, secret: bytes, iv: bytes) -> bytes:
    decryptor = Cipher(AES256(secret), CFB(iv)).decryptor()
    unpadder = PKCS7(8 * BLOCK).unpadder()
    try:
        return unpadder.update(decryptor.update(sealed) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise Problem("odk.broken") from None
