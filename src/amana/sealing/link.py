"""The link that a desk hands out: what stands after `#` never reaches a server (spec/card.md, "Link")."""

from typing import NamedTuple

from amana.errors import Problem
from amana.sealing.card import token_digest
from amana.sealing.ids import is_id


class Handed(NamedTuple):
    """What a link tells the page: which desk, and with which drop token, if any."""

    fingerprint: str
    token: str | None


def link(hub: str, fingerprint: str, token: str | None = None) -> str:
    """The link to the desk of `fingerprint` at `hub`, an origin such as `https://hub.example`."""
    return f"{hub}/#{fingerprint}" + (f".{token}" if token else "")


def read_fragment(fragment: str) -> Handed:
    """What stands after `#` in a link. Raises `sealing.bad_link`, `sealing.bad_token`."""
    fingerprint, dot, token = fragment.partition(".")
    if not is_id(fingerprint):
        raise Problem("sealing.bad_link")
    if dot:
        token_digest(token)
    return Handed(fingerprint, token if dot else None)
