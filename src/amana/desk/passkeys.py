"""Passkeys (WebAuthn): what the browser is asked, and what its answer is worth.

A passkey alone is both factors: the device that holds it, and the finger or PIN without which it does not sign. It
signs for this desk's address and no other, so it cannot be given away to a false page, and there is nothing to guess.

The desk remembers no challenge: each carries its time and a mark of this process, and is accepted once.
"""

import hmac
import ipaddress
import json
import secrets
import time
from base64 import urlsafe_b64decode
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from amana.desk.fields import blind
from amana.desk.models import Passkey, User
from amana.errors import Problem

WITHIN = 5 * 60
"""Seconds within which a challenge is answered."""
NONCE, MOMENT, MARK = 16, 8, 16
LONGEST = 1 << 16
PLACE = "desk_passkey.credential"
BROKEN = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)


def possible(request: HttpRequest) -> bool:
    """Whether browsers offer passkeys at this address: a name, not a number, by HTTPS or on this machine."""
    host = _host(request)
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ask_new(request: HttpRequest, user: User) -> str:
    """What the browser is asked in order to make a passkey: the JSON of PublicKeyCredentialCreationOptions."""
    known = Passkey.objects.filter(user=user, confirmed=True)
    return options_to_json(
        generate_registration_options(
            rp_id=_host(request),
            rp_name=_host(request),
            user_id=bytes.fromhex(blind(str(user.pk), "desk_user.passkeys")),
            user_name=str(user.name),
            challenge=_challenge(f"new {user.pk}"),
            timeout=WITHIN * 1000,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=bytes(one.credential_id)) for one in known],
        )
    )


def take_new(request: HttpRequest, user: User, answer: str, label: str) -> Passkey:
    """The passkey in the browser's answer, not yet kept; `desk.passkey_refused` if it is none for this desk and her."""
    try:
        challenge = _answered(answer, f"new {user.pk}")
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
        _spend(challenge)
    except BROKEN:
        raise Problem("desk.passkey_refused") from None
    return Passkey(
        user=user,
        name="passkey",
        label=label.strip()[:60],
        credential=_index(made.credential_id),
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        signs=made.sign_count,
    )


def ask_any(request: HttpRequest) -> str:
    """What the browser is asked so that whoever it is signs in: the JSON of PublicKeyCredentialRequestOptions."""
    return options_to_json(
        generate_authentication_options(
            rp_id=_host(request),
            challenge=_challenge("enter"),
            timeout=WITHIN * 1000,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def recognise(request: HttpRequest, answer: str) -> Passkey:
    """The kept passkey that signed the browser's answer; `desk.passkey_refused` if none did."""
    try:
        challenge = _answered(answer, "enter")
        index = _index(_decoded(json.loads(answer)["rawId"]))
        found: Passkey | None = Passkey.objects.filter(credential=index, confirmed=True).first()
        if found is None or not found.user.is_active:
            raise ValueError
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            credential_public_key=bytes(found.public_key),
            credential_current_sign_count=found.signs,
            require_user_verification=True,
        )
        _spend(challenge)
    except BROKEN:
        raise Problem("desk.passkey_refused") from None
    # Counting up and checking that nobody did meanwhile is one statement: a copied key cannot run beside the first.
    if not Passkey.objects.filter(pk=found.pk, signs=found.signs).update(signs=shown.new_sign_count):
        raise Problem("desk.passkey_refused")
    return found


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _index(credential_id: bytes) -> str:
    return blind(credential_id.hex(), PLACE)


def _challenge(purpose: str) -> bytes:
    plain = secrets.token_bytes(NONCE) + int(time.time()).to_bytes(MOMENT, "big")
    return plain + _mark(plain, purpose)


def _answered(answer: str, purpose: str) -> bytes:
    """The challenge that the answer is said to have signed; ValueError unless it is ours, for this purpose, of now."""
    if len(answer) > LONGEST:
        raise ValueError
    client: dict[str, Any] = json.loads(_decoded(json.loads(answer)["response"]["clientDataJSON"]))
    challenge = _decoded(client["challenge"])
    plain, mark = challenge[: NONCE + MOMENT], challenge[NONCE + MOMENT :]
    age = time.time() - int.from_bytes(plain[NONCE:], "big")
    if len(challenge) != NONCE + MOMENT + MARK or not -5 < age < WITHIN:
        raise ValueError
    if not hmac.compare_digest(mark, _mark(plain, purpose)):
        raise ValueError
    return challenge


def _spend(challenge: bytes) -> None:
    """Note that it was answered rightly; ValueError if it was before. Wrong answers leave nothing behind."""
    if not caches["tries"].add(f"challenge:{challenge.hex()}", 1, timeout=2 * WITHIN):
        raise ValueError


def _mark(plain: bytes, purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"passkey " + purpose.encode() + b"\0" + plain, "sha256")[:MARK]


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
