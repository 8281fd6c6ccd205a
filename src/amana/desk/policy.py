"""Who may do what: the table in vocabulary/roles.yaml, read once, asked by every page and action."""

from functools import cache
from typing import TYPE_CHECKING

import yaml

from amana.errors import Problem
from amana.vocabulary import FOLDER, entries

if TYPE_CHECKING:
    from amana.desk.models import User


def roles() -> list[str]:
    """The code of every role."""
    return list(entries("roles"))


@cache
def actions() -> dict[str, frozenset[str]]:
    """The roles that may do each action."""
    table = yaml.safe_load((FOLDER / "roles.yaml").read_text("utf-8"))["actions"]
    return {action: frozenset(allowed) for action, allowed in table.items()}


def may(user: "User", action: str) -> bool:
    """Whether one of the person's roles allows `action`. One that the table does not know is a fault (KeyError)."""
    allowed = actions()[action]
    return bool(user.is_active) and not allowed.isdisjoint(user.roles)


def require(user: "User", action: str) -> None:
    """`desk.not_your_role` unless the person may."""
    if not may(user, action):
        raise Problem("desk.not_your_role")
