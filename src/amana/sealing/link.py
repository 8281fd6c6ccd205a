"""The link that a desk hands out: what stands after `#` never reaches a server (spec/card.md, "Link")."""

from typing import NamedTuple

from amana.errors import Problem
from amana.sealing import codec
from amana.sealing.card import token_digest
from amana.sealing.ids import is_id

INVITATION = 16


class Handed(NamedTuple):
    """What a link tells the page: which desk, with which drop token, and with which invitation, if any."""

    fingerprint: str
    token: str | None
    invitation: str | None


def link(hub: str, fingerprint: str, token: str | None = None, invitation: str | None = None) -> str:
    """The link to the desk of `fingerprint` at `hub`, an origin such as `https://hub.example`."""
    return f"{hub}/#{fingerprint}" + (f".{token}" if token else "") + (f"~{invitation}" if invitation else "")


def read_fragment(fragment: str) -> Handed:
    """What stands after `#` in a link. Raises `sealing.bad_link`, `sealing.bad_token`."""
    rest, tilde, invitation = fragment.partition("~")
    fingerprint, dot, token = rest.partition(".")
    if not is_id(fingerprint) or (tilde and not _is_invitation(invitation)):
        raise Problem("sealing.bad_link")
    if dot:
        token_digest(token)
    return Handed(fingerprint, token if dot else None, invitation if tilde else None)


def _is_invitation(text: str) -> bool:
    try:
        return len(codec.from_base64url(text)) == INVITATION
    except ValueError:
        return False
