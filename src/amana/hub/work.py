"""Work that a phone does before a drop, when a mailbox is pressed: ALTCHA's proof of work, version 2 (spec/hub.md).

A challenge is for one envelope and one mailbox, so that a solution is good for nothing else and need not be
remembered; it is signed with a key that all hubs before one store share.
"""

import hmac
import json
import secrets
import time

import altcha

from amana.errors import Problem
from amana.hub.store import Store

ALGORITHM, HASHES = "SHA-256", 16
"""One try is so many hashes."""
VALID = 600
LONGEST = 2_048
KEY = "work/key"


def solved(answer: bytes) -> str:
    """What goes back in `Amana-Work` to an answer that sets work; "" to any other answer."""
    try:
        challenge = altcha.Challenge.from_dict(json.loads(answer)["challenge"])
    except (ValueError, KeyError, TypeError):
        return ""
    solution = altcha.solve_challenge(challenge)
    return altcha.Payload(challenge, solution).to_base64() if solution else ""


class Work:
    """Sets work and checks it, for all hubs before `store`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._key = b""

    async def ask(self, mailbox: str, envelope: str, tries: int) -> Problem:
        """The problem `hub.work`, with a challenge that takes at most `tries` tries and half of them on the whole."""
        challenge = altcha.create_challenge(
            ALGORITHM,
            HASHES,
            counter=secrets.randbelow(tries),
            key_prefix_length=16,
            expires_at=int(time.time()) + VALID,
            data={"for": f"{mailbox}/{envelope}"},
            hmac_secret=await self._secret(),
        )
        return Problem("hub.work", retry_after=0, challenge=challenge.to_dict())

    async def done(self, mailbox: str, envelope: str, payload: str) -> bool:
        """Whether `payload` (base64 of JSON, as ALTCHA has it) is work that was set for this envelope."""
        if not payload or len(payload) > LONGEST:
            return False
        result = altcha.verify_solution(payload, await self._secret())
        if not result.verified:
            return False
        data = altcha.Payload.from_base64(payload).challenge.parameters.data or {}
        return hmac.compare_digest(str(data.get("for", "")), f"{mailbox}/{envelope}")

    async def _secret(self) -> bytes:
        """The shared key, made by whichever hub needs it first. Whoever reads the store can do without work."""
        if not self._key:
            kept = await self._store.read(KEY)
            if kept is None:
                await self._store.keep(KEY, secrets.token_bytes(32))
                kept = await self._store.read(KEY)
            self._key = kept or b""
        return self._key
