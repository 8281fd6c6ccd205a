"""`./amana desk administrator`: let somebody administer a desk whose administrator is gone, or lost what lets in.

Whoever can open the desk can read all of it anyway; done by this command, it stands in the custody log.
"""

import argparse

from amana.desk.actions import draw_password, renew_access
from amana.desk.commands.ask import open_lock
from amana.desk.commands.init import first_administrator, introduce, second_factor_of
from amana.desk.fields import blind
from amana.desk.models import HANDLE, User
from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """By which name."""
    parser.add_argument("--name", required=True, help="with which the administrator signs in")


def run(args: argparse.Namespace) -> None:
    """Ask for what opens the desk; let in anew who has the name and administers, or add somebody.

    `desk.name_taken` for somebody who does other work here.
    """
    open_lock()
    known = User.objects.filter(handle=blind(args.name, HANDLE)).first()
    if known is None:
        introduce(args.name, *first_administrator(args.name))
        return
    if known.roles != ["administrator"]:
        raise Problem("desk.name_taken")
    password = draw_password()
    introduce(args.name, password, second_factor_of(renew_access(None, known, password)))
