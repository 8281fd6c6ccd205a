"""A passkey's device in software: makes one key pair a site and signs as WebAuthn level 3 says, or as a liar would."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


class Device:
    """One device, at `origin`; it lies where it is told to."""

    def __init__(self, origin: str = ORIGIN, site: str = "localhost") -> None:
        self.origin, self.site = origin, site
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.signs = secrets.token_bytes(20), 0

    def make(self, options: str, *, verified: bool = True) -> str:
        """The answer to PublicKeyCredentialCreationOptions."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        data = self._data(ATTESTED | (VERIFIED if verified else 0)) + credential
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(statement)})

    def sign(self, options: str, *, verified: bool = True) -> str:
        """The answer to PublicKeyCredentialRequestOptions."""
        self.signs += 1
        data, client = self._data(VERIFIED if verified else 0), self._client("webauthn.get", options)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signed}
        return self._answer({name: text(value) for name, value in parts.items()})

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + bytes([PRESENT | flags]) + self.signs.to_bytes(4, "big")

    def _client(self, kind: str, options: str) -> bytes:
        asked = json.loads(options)
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
