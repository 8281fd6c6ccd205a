"""`./amana desk init`: make a desk, and the one person who can let others in."""

import argparse
import secrets
from base64 import b32encode

from django.conf import settings
from django.core.management import call_command

from amana.desk.commands.ask import ask_new_passphrase
from amana.desk.keyring import Keys, seal_keys, write_keyring
from amana.desk.lock import lock
from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """The first administrator's name."""
    parser.add_argument("--administrator", default="administrator", metavar="NAME", help="with which she signs in")


def run(args: argparse.Namespace) -> None:
    """Ask for a pass-phrase, make everything, and print once what the first sign-in needs."""
    home = settings.DESK_HOME
    if (home / "keyring.json").exists():
        raise Problem("desk.already_there", home=home)
    passphrase = ask_new_passphrase()
    password, secret = make_desk(passphrase, args.administrator)
    key = b32encode(secret).decode()
    print(
        f"The desk is made, in {home}. Keep a copy of keyring.json elsewhere: without it nothing here ever opens again."
    )
    print("This is shown once. Write it down, sign in, and choose a password of your own.\n")
    print(f"  name                   {args.administrator}")
    print(f"  first password         {password}")
    print(f"  authenticator app key  {key}")
    print(f"  the same for a QR      otpauth://totp/Amana:desk?secret={key}&issuer=Amana\n")
    print("Now: ./amana desk serve")


def make_desk(passphrase: str, administrator: str) -> tuple[str, bytes]:
    """Make keyring, database and first administrator; gives her first password and the secret of her second factor."""
    from amana.desk.actions import add_person, confirm_second_factor, draw_password
    from amana.desk.models import SecondFactor

    home = settings.DESK_HOME
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    home.chmod(0o700)
    keyring = home / "keyring.json"
    write_keyring(keyring, seal_keys(Keys.draw(), passphrase))
    lock.open(keyring, passphrase)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Exception:
        keyring.unlink()
        raise
    password, secret = draw_password(), secrets.token_bytes(20)
    user = add_person(None, administrator, ["administrator"], password)
    confirm_second_factor(
        user, SecondFactor.objects.create(user=user, name="authenticator", secret=secret, confirmed=False)
    )
    return password, secret
