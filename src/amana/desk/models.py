"""Who works at the desk, and with what each proves it: an authenticator app, passkeys, or both. What is worked on."""

import time
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django_otp.models import Device
from django_otp.oath import TOTP

from amana.desk.fields import EncryptedBytes, EncryptedJSON, EncryptedText, blind

HANDLE = "desk_user.handle"


class UserManager(BaseUserManager["User"]):
    """Finds people by name, though the database does not show names."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person called `username`; DoesNotExist otherwise."""
        return self.get(handle=blind(username or "", HANDLE))


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]
    """A person who works at the desk. Her name is sealed; `handle` is its blind index."""

    handle = models.CharField(max_length=64, unique=True)
    name = EncryptedText()
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    first_until = models.DateTimeField(null=True)
    """Until when the password that an administrator gave lets in; null where it does not end."""
    sessions = models.PositiveIntegerField(default=0)
    """Counts up when all her sessions shall end."""

    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    last_login = None
    objects = UserManager()

    def __str__(self) -> str:
        return str(self.name)

    def get_session_auth_hash(self) -> str:
        """What a session is tied to: it ends when her password or her roles change, or when `sessions` counts up."""
        tied = f"{self.password} {self.sessions} {' '.join(sorted(self.roles))}"
        return salted_hmac("amana.desk.session", tied, algorithm="sha256").hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the blind index in step with the name."""
        self.handle = blind(self.name, HANDLE)
        super().save(*args, **kwargs)


class SecondFactor(Device):  # type: ignore[misc]
    """A phone or key that shows codes (TOTP, RFC 6238). Its secret is sealed, and a code opens once."""

    secret = EncryptedBytes()
    last_step = models.BigIntegerField(default=-1)

    def verify_token(self, token: str) -> bool:
        """Whether `token` is the code of now, or of the half minute before or after, and was not used yet."""
        totp = TOTP(self.secret)
        totp.time = time.time()
        good = token.isascii() and token.isdigit() and len(token) == 6
        if not good or not totp.verify(int(token), tolerance=1, min_t=self.last_step + 1):
            return False
        self.last_step = totp.t()
        self.save(update_fields=["last_step"])
        return True


class Passkey(Device):  # type: ignore[misc]
    """A passkey (WebAuthn): a key in somebody's device or on a stick, which asks for a finger or a PIN before it signs.

    `credential` is the blind index of its id; `label` is what its owner calls it.
    """

    credential = models.CharField(max_length=64, unique=True)
    credential_id = EncryptedBytes()
    public_key = EncryptedBytes()
    signs = models.BigIntegerField(default=0)
    label = EncryptedText()


class Job(models.Model):
    """Work that is done beside the pages, step by step (amana/desk/background).

    `kind`: the module that does it. `asked`: what is asked of it, and the `steps` that are to be done. `found`: what
    each step gave that is done. `deaths`: how often its process died since the last of them.
    """

    WAITING, DONE, STOPPED, FAILED = "waiting", "done", "stopped", "failed"

    kind = models.CharField(max_length=80)
    asked = EncryptedJSON()
    found = EncryptedJSON(default=dict)
    state = models.CharField(max_length=10, default=WAITING)
    deaths = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
