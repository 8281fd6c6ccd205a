"""The desk's RSA key, to which phones with ODK Collect encrypt (spec/odk.md, "At the desk"): made, kept, shown.

ODK knows no newer cipher. What comes so is sealed once more to the desk's own recipients before a hub stores it.
"""

from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BITS, EXPONENT = 3_072, 65_537
PRIME = BITS // 16
SIZE = 2 * PRIME


def draw() -> bytes:
    """A new key, as the keyring keeps it: its two primes, 192 bytes each."""
    primes = rsa.generate_private_key(EXPONENT, BITS).private_numbers()
    return primes.p.to_bytes(PRIME, "big") + primes.q.to_bytes(PRIME, "big")


def private_key(primes: bytes) -> rsa.RSAPrivateKey:
    """The key of which the keyring keeps `primes`.

    That they are prime is not tried again, which would take a third of a second for each thing opened: they were drawn
    here, and the keyring is sealed.
    """
    p, q = _read(primes)
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(EXPONENT, p * q),
    ).private_key(unsafe_skip_rsa_key_validation=True)


def public_text(primes: bytes) -> str:
    """What an XForm's `base64RsaPublicKey` is: base64 of the SubjectPublicKeyInfo."""
    p, q = _read(primes)
    public = rsa.RSAPublicNumbers(EXPONENT, p * q).public_key()
    return b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def _read(primes: bytes) -> tuple[int, int]:
    return int.from_bytes(primes[:PRIME], "big"), int.from_bytes(primes[PRIME:], "big")
