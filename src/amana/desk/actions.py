"""What can be done at the desk itself: opening, closing, and keeping the people who work here."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from amana.desk.fields import blind
from amana.desk.frame import rooms
from amana.desk.leaving import destroy_keyring
from amana.desk.lock import lock
from amana.desk.models import HANDLE, Passkey, SecondFactor, User
from amana.desk.policy import may
from amana.desk.policy import roles as known_roles
from amana.desk.readying import make_ready, stand_still
from amana.desk.rekeying import finish_later
from amana.desk.sessions import end_all
from amana.errors import Problem
from amana.testimony.custody import mark
from amana.testimony.custody.keeping import make_due_checkpoint
from amana.testimony.custody.lodging import stamp_newest
from amana.testimony.custody.log import logged, record
from amana.vocabulary import entries

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FIRST_PASSWORD_HOLDS = timedelta(days=7)
FACTORS: tuple[type[SecondFactor | Passkey], ...] = (SecondFactor, Passkey)


def open_desk(keyring: Path, secret: str | bytes) -> None:
    """Open the lock, bring what is kept to this version, and make the checkpoint that fell due meanwhile.

    An opening that cannot be logged is none.
    """
    lock.open(keyring, secret)
    try:
        make_ready()
        with transaction.atomic():
            record(None, "desk.opened")
        make_due_checkpoint()
    except Exception:
        lock.close()
        raise
    finish_later()
    stand_still()


def close_desk(actor: Any) -> None:
    """Close the lock for everyone; every session ends with it. It closes even if that cannot be logged."""
    try:
        with transaction.atomic():
            record(actor, "desk.closed")
        mark.move_on()
    finally:
        lock.close()


def leave_desk() -> None:
    """Destroy the keyring, then close, in this order and without the log, which would wait for the database."""
    destroy_keyring(settings.DESK_HOME)
    lock.close()
    for end in list(lock.at_leave):
        end()


def close_if_slept() -> None:
    """Close the lock if the machine slept while it was open: at once, the log later, as it may have to wait."""
    if lock.slept():
        lock.close()


def close_if_left(keyring: Path) -> None:
    """Leave if the keyring is gone; close the lock if it is another than that which it was opened with."""
    try:
        known = lock.holds(keyring.read_bytes())
    except FileNotFoundError:
        leave_desk()
    else:
        if lock.is_open and not known:
            lock.close()


def close_idle_desk(seconds: float) -> None:
    """Close the lock if nobody used the desk for `seconds`."""
    if lock.idle_for() > seconds:
        close_desk(None)


def keep_log() -> None:
    """If the desk is open: make the checkpoint that a midnight has made due, and note how far the log has come."""
    try:
        if lock.is_open:
            make_due_checkpoint()
            mark.move_on()
    except Problem:
        if lock.is_open:
            raise
    finally:
        connection.close()


def lodge_log() -> None:
    """Ask the operator's time-stamp service about the newest checkpoint, if there is one and nobody has."""
    try:
        stamp_newest()
    finally:
        connection.close()


def hasten() -> bool:
    """Bring to hubs what must not wait until somebody checks them, if the desk is open; whether all of it is there."""
    today = datetime.now(UTC).date()
    return not lock.is_open or all([there for room in rooms() for there in room.hasten(today)])


lock.at_close.append(cache.clear)


def draw_password() -> str:
    """A password for a first sign-in: 20 letters that are not mistaken for one another, about 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4))


@logged("person.added", detail=("roles",))
def add_person(actor: User | None, name: str, roles: list[str], password: str) -> User:
    """A new person, who must make a second factor and a password of her own at her first sign-in."""
    _check_roles(roles)
    if User.objects.filter(handle=blind(name, HANDLE)).exists():
        raise Problem("desk.name_taken")
    user = User(name=name.strip(), roles=sorted(roles), first_until=_first_until(actor))
    user.set_password(password)
    user.save()
    return user


@logged("person.roles_given", subject="user", detail=("roles",))
def give_roles(actor: User, user: User, roles: list[str]) -> User:
    """Replace the person's roles; nobody does it for herself. The last administrator stays one."""
    if actor.pk == user.pk:
        raise Problem("desk.own_roles")
    _check_roles(roles)
    user.roles = sorted(roles)
    user.save()
    _check_someone_manages()
    return user


@logged("person.access_ended", subject="user")
def end_access(actor: User, user: User) -> User:
    """The person can sign in no more. What she did stays in the log."""
    user.is_active = False
    user.save()
    _check_someone_manages()
    return user


@logged("person.access_renewed", subject="user")
def renew_access(actor: User | None, user: User, password: str) -> User:
    """A new password for one sign-in, and every second factor made anew: for who lost one, or comes back."""
    for model in FACTORS:
        model.objects.filter(user=user).delete()
    user.is_active, user.must_change_password, user.first_until = True, True, _first_until(actor)
    user.set_password(password)
    user.save()
    return user


@logged("person.second_factor_made", subject="user")
def confirm_second_factor(user: User, device: SecondFactor) -> SecondFactor:
    """The person has shown that her device makes the right codes."""
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device


@logged("person.passkey_made", subject="user")
def keep_passkey(user: User, passkey: Passkey) -> Passkey:
    """The person has made a passkey. Each can be kept once, whosesoever it is."""
    if Passkey.objects.filter(credential=passkey.credential).exists():
        raise Problem("desk.passkey_refused")
    passkey.save()
    return passkey


@logged("person.second_factor_dropped", subject="user")
def drop_factor(user: User, factor: SecondFactor | Passkey) -> None:
    """Take one of the person's factors away; the last one stays."""
    if sum(model.objects.filter(user=user, confirmed=True).count() for model in FACTORS) < 2:
        raise Problem("desk.last_factor")
    factor.delete()


@logged("person.sessions_ended", subject="user")
def end_sessions(actor: User, user: User) -> User:
    """End every session of a person, who may sign in again: a machine was left open, say."""
    end_all(user)
    return user


@logged("person.signed_in", subject="user", detail=("by",))
def note_sign_in(user: User, by: str) -> User:
    """Somebody has come in, and by what: a code or a passkey."""
    return user


@logged("person.guessed_at", subject="user", detail=("at",))
def note_guessing(actor: None, user: User, at: str) -> User:
    """So many tries at somebody's password or code were wrong that more are refused for a while."""
    return user


@logged("person.signed_out_everywhere", subject="user")
def sign_out_everywhere(user: User) -> User:
    """End every session of the person."""
    end_all(user)
    return user


@logged("person.password_changed", subject="user")
def change_password(user: User, password: str) -> User:
    """A password that only the person knows."""
    user.set_password(password)
    user.must_change_password, user.first_until = False, None
    user.save()
    return user


def _first_until(actor: User | None) -> datetime | None:
    return timezone.now() + FIRST_PASSWORD_HOLDS if actor else None


def _check_roles(roles: list[str]) -> None:
    if not roles or not set(roles) <= set(known_roles()):
        raise Problem("desk.unknown_role")
    if len(roles) > 1 and any(entries("roles")[role].facts.get("alone") for role in roles):
        raise Problem("desk.role_apart")


def _check_someone_manages() -> None:
    if not any(may(user, "people.manage") for user in User.objects.filter(is_active=True)):
        raise Problem("desk.last_administrator")
