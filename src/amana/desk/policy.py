"""Who may do what: the table in vocabulary/roles.yaml, read once, asked by every page and action.

An action that is done to an account reaches, for each role, only accounts in some of the `scopes`; which these are for
a person and an account, the room of accounts knows (amana.testimony.policy).
"""

from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from amana.errors import Problem
from amana.vocabulary import FOLDER, entries

if TYPE_CHECKING:
    from amana.desk.models import User

ALL = frozenset({"all"})
"""What an action reaches that is done to no account, or to all of a kind."""
WHOSOEVER = frozenset({"own", "free", "others"})
"""The scopes that together are every account, in whosesoever hands."""


def roles() -> list[str]:
    """The code of every role."""
    return list(entries("roles"))


@cache
def table() -> dict[str, Any]:
    """The parts of the table besides the roles themselves: `scopes` and `actions`, with their labels by language."""
    loaded = yaml.safe_load((FOLDER / "roles.yaml").read_text("utf-8"))
    return {part: loaded[part] for part in ("scopes", "actions")}


@cache
def reaches() -> dict[str, dict[str, frozenset[str]]]:
    """Of each action, the scopes that each role reaches; a role that is not named reaches nothing."""
    return {action: _by_role(entry["who"]) for action, entry in table()["actions"].items()}


def actions() -> dict[str, frozenset[str]]:
    """The roles that may do each action at all."""
    return {action: frozenset(by_role) for action, by_role in reaches().items()}


def reach(user: "User", action: str) -> frozenset[str]:
    """The scopes that the person's roles reach together. An action that is not in the table is a fault (KeyError)."""
    by_role = reaches()[action]
    if not user.is_active:
        return frozenset()
    return frozenset[str]().union(*(by_role.get(role, frozenset()) for role in user.roles))


def may(user: "User", action: str) -> bool:
    """Whether one of the person's roles allows `action`, be it on some accounts only."""
    return bool(reach(user, action))


def require(user: "User", action: str) -> None:
    """`desk.not_your_role` unless the person may."""
    if not may(user, action):
        raise Problem("desk.not_your_role")


def _by_role(who: list[str] | dict[str, list[str]]) -> dict[str, frozenset[str]]:
    if isinstance(who, dict):
        return {role: frozenset(scopes) for role, scopes in who.items()}
    return dict.fromkeys(who, ALL)
