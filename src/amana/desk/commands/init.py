"""`./amana desk init`: make a desk, and the one person who can let others in."""

import argparse
import secrets
from base64 import b32encode
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from amana.desk.commands.ask import ask_new_passphrase
from amana.desk.files import KEYRING, RECOVERY
from amana.desk.kept_keys import make_keys
from amana.desk.keys import check_recovery
from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing import ed25519, keyfile, keys
from amana.sealing.ids import id_of

if TYPE_CHECKING:
    from amana.desk.models import User


def arguments(parser: argparse.ArgumentParser) -> None:
    """The first administrator's name, and a recovery key that was made elsewhere."""
    parser.add_argument("--administrator", default="administrator", metavar="NAME", help="with which she signs in")
    parser.add_argument(
        "--recovery",
        type=Path,
        metavar="FILE",
        help="a recipient made elsewhere by ./amana keygen; else one is made here",
    )


def run(args: argparse.Namespace) -> None:
    """Ask for a pass-phrase, make everything, and print once what the first sign-in needs."""
    home = settings.DESK_HOME
    if (home / KEYRING).exists():
        raise Problem("desk.already_there", home=home)
    if (home / RECOVERY).exists() or (home / "desk.db").exists():
        raise Problem("desk.left_here", home=home)
    identity, recipient = ("", keyfile.recipients(args.recovery)[0]) if args.recovery else keys.new_identity()
    check_recovery(recipient)
    passphrase = ask_new_passphrase()
    password, secret = make_desk(passphrase, args.administrator, recipient)
    print(f"The desk is made, in {home}.")
    introduce(args.administrator, password, secret)
    if identity:
        print("And this is the recovery key. Write it down too, and keep it far from here, never beside a backup: it")
        print("alone brings this desk back if pass-phrase, keyring or machine are lost. Whoever has it can read all.\n")
        print(f"  {identity}\n")
    print(f"Its fingerprint, by which a hub serves it: {id_of(ed25519.public_key(lock.keys.card))}\n")
    print("Now: ./amana desk serve")


def make_desk(passphrase: str, administrator: str, recovery: str = "") -> tuple[str, bytes]:
    """Make keys, database and first administrator; gives her first password and the secret of her second factor."""
    from amana.testimony.custody.mark import MARK

    home = settings.DESK_HOME
    make_keys(home, passphrase, recovery)
    (home / MARK).unlink(missing_ok=True)  # of a desk that was here before
    lock.open(home / KEYRING, passphrase)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Exception:
        for name in (KEYRING, RECOVERY):
            (home / name).unlink(missing_ok=True)
        raise
    return first_administrator(administrator)


def first_administrator(name: str) -> tuple[str, bytes]:
    """One who can let others in; gives her first password and the secret of her second factor."""
    from amana.desk.actions import add_person, draw_password

    password = draw_password()
    return password, second_factor_of(add_person(None, name, ["administrator"], password))


def second_factor_of(user: "User") -> bytes:
    """Make a second factor for her here, since nobody is in who could; gives its secret."""
    from amana.desk.actions import confirm_second_factor
    from amana.desk.models import SecondFactor

    secret = secrets.token_bytes(20)
    device = SecondFactor.objects.create(user=user, name="authenticator", secret=secret, confirmed=False)
    confirm_second_factor(user, device)
    return secret


def introduce(name: str, password: str, secret: bytes) -> None:
    """Print once what the first sign-in needs."""
    key = b32encode(secret).decode()
    print("This is shown once. Write it down, sign in, and choose a password of your own.\n")
    print(f"  name                   {name}")
    print(f"  first password         {password}")
    print(f"  authenticator app key  {key}")
    print(f"  the same for a QR      otpauth://totp/Amana:desk?secret={key}&issuer=Amana\n")
