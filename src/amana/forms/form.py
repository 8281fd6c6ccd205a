"""What is read from one XLSForm: the phone's form, and what only ODK's XForm needs beside it."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Form:
    """`phone` is as in spec/form.md; the rest is by question."""

    phone: dict[str, Any]
    default: str = "en"
    """The language of what names none; others fall back to it."""
    filters: dict[str, str] = field(default_factory=dict)
    """Question → its choice filter, as the author wrote it."""
    columns: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """List → code → the other columns of the sheet `choices`."""
    looks: dict[str, str] = field(default_factory=dict)
    """Question → an appearance that changes nothing on the phone."""
    gazetteer: set[str] = field(default_factory=set)
    """The questions of kind `where` that choose from `places.csv` in ODK too."""
    sounds: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language → the prompt's place (`F/Q.ogg`) → the file that the author named."""

    @property
    def id(self) -> str:
        """The form's code."""
        return str(self.phone["id"])


def encode(form: Form) -> bytes:
    """The bytes of the phone's form that a card names by their SHA-256: JSON, the same for the same form."""
    return json.dumps(form.phone, ensure_ascii=False, separators=(",", ":")).encode()
