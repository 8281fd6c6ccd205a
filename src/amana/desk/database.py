"""Where the desk keeps its data: one SQLCipher file, or PostgreSQL for a team."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from amana.errors import Problem

KEPT = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
"""A thread that answers pages keeps its connection (kept_connections.py)."""


def choose_database(address: str, home: Path) -> dict[str, Any]:
    """Django's settings for `address`: "sqlcipher", or postgresql://user:password@host:port/name?host=/socket/folder."""
    if address == "sqlcipher":
        return {
            "ENGINE": "amana.desk.backend",
            "NAME": home / "desk.db",
            **KEPT,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
    parts = urlsplit(address)
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise Problem("desk.unknown_database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **KEPT,
        # PostgreSQL would compile what it takes to be much work, each time anew: a page's questions are over before.
        "OPTIONS": {"options": "-c jit=off"},
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": parts.port or "",
    }
