"""Model fields that are sealed by the desk's field key, in either database (spec/desk-keyring.md).

A sealed column cannot be searched or sorted by the database. What must be found by
its value keeps a `blind` index beside it. A value that was moved to another column,
or changed, does not open.
"""

import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django import forms
from django.core.exceptions import FieldError
from django.db import models

from amana.desk.lock import lock
from amana.errors import Problem


def seal_value(value: bytes, place: str) -> bytes:
    """Seal `value` for the column `place` ("table.column")."""
    nonce = secrets.token_bytes(12)
    return nonce + ChaCha20Poly1305(lock.keys.field).encrypt(nonce, value, place.encode())


def open_value(sealed: bytes, place: str) -> bytes:
    """What was sealed for the column `place`; `desk.sealed_value_broken` if it was changed or moved."""
    keys = lock.keys
    for key in (keys.field, *keys.earlier_field):
        with suppress(InvalidTag, ValueError):
            return ChaCha20Poly1305(key).decrypt(sealed[:12], sealed[12:], place.encode())
    raise Problem("desk.sealed_value_broken", place=place)


def blind(value: str, place: str) -> str:
    """A keyed hash (64 hex digits) by which the column `place` can be looked up without showing its values."""
    plain = unicodedata.normalize("NFKC", value).casefold().strip()
    return hmac.digest(lock.keys.index, place.encode() + b"\0" + plain.encode(), "sha256").hex()


_as_stored: ContextVar[bool] = ContextVar("as_stored", default=False)


@contextmanager
def as_stored() -> Iterator[None]:
    """Within, sealed columns are read and written as they are stored: for who moves rows and need not read them."""
    before = _as_stored.set(True)
    try:
        yield
    finally:
        _as_stored.reset(before)


class EncryptedBytes(models.BinaryField):  # type: ignore[type-arg]
    """Bytes, sealed in the column."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)

    @property
    def place(self) -> str:
        """The associated data: which column of which table."""
        return f"{self.model._meta.db_table}.{self.column}"

    def to_plain(self, value: Any) -> bytes:
        """The value as bytes to seal."""
        return bytes(value)

    def from_plain(self, data: bytes) -> Any:
        """The value that was sealed as `data`."""
        return data

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal on the way to the database."""
        sealed = value if value is None or _as_stored.get() else seal_value(self.to_plain(value), self.place)
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Open on the way from the database."""
        if value is None:
            return None
        return bytes(value) if _as_stored.get() else self.from_plain(open_value(bytes(value), self.place))

    def get_lookup(self, lookup_name: str) -> Any:
        """Nothing but `isnull` can be asked of a sealed column."""
        if lookup_name != "isnull":
            raise FieldError("A sealed column cannot be searched; keep a blind index beside it.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        """Sealed values never leave through a serializer."""
        raise FieldError("A sealed column is not serialized.")


class EncryptedText(EncryptedBytes):
    """Text, sealed in the column."""

    empty_values = [None, ""]

    def to_plain(self, value: Any) -> bytes:
        """UTF-8. Bytes are those that a migration fills a new column with: none."""
        return value if isinstance(value, bytes) else str(value).encode()

    def from_plain(self, data: bytes) -> str:
        """Text again."""
        return data.decode()

    def to_python(self, value: Any) -> Any:
        """Text as given: not base64, as a binary field would read it."""
        return value

    def get_default(self) -> Any:
        """Empty text where a form left the field out, unless NULL is allowed."""
        default = super().get_default()
        return "" if default == b"" else default

    def formfield(self, **kwargs: Any) -> Any:
        """A text box."""
        return models.Field.formfield(self, **{"form_class": forms.CharField, "widget": forms.Textarea, **kwargs})


class EncryptedJSON(EncryptedBytes):
    """Anything JSON can say, sealed in the column."""

    def to_plain(self, value: Any) -> bytes:
        """Compact UTF-8 JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_plain(self, data: bytes) -> Any:
        """The value again."""
        return json.loads(data)

    def to_python(self, value: Any) -> Any:
        """The value as given."""
        return value

    def formfield(self, **kwargs: Any) -> Any:
        """A JSON box."""
        return models.Field.formfield(self, **{"form_class": forms.JSONField, **kwargs})
