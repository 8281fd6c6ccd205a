"""With what a person signs in: making the first factor, adding others, dropping one, a password of her own.

Whoever is in already shows a factor again before any of it changes, and her other sessions end with the change.
"""

import secrets
from base64 import b32encode
from urllib.parse import quote

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_otp import user_has_device

from amana.desk import passkeys, sessions, throttle
from amana.desk.actions import FACTORS, change_password, confirm_second_factor, drop_factor, keep_passkey
from amana.desk.actor import actor
from amana.desk.forms import CodeForm, PasswordForm
from amana.desk.models import Passkey, SecondFactor, User
from amana.desk.pages_sign_in import matches, welcome
from amana.desk.qr import draw_qr
from amana.vocabulary import label


def me(request: HttpRequest) -> HttpResponse:
    """Her roles and her factors; a POST drops one."""
    user = actor(request)
    if not sessions.proved_lately(request):
        return redirect("desk:second_factor")
    if request.method == "POST":
        drop_factor(user, _named(user, request.POST.get("factor", "")))
        sessions.end_others(request, user)
        return redirect("desk:me")
    context = {
        "roles": [label("roles", role) for role in user.roles],
        "codes": SecondFactor.objects.filter(user=user, confirmed=True),
        "passkeys": Passkey.objects.filter(user=user, confirmed=True).order_by("pk"),
        "passkey": _ask_new(request, user),
        "by_name": not passkeys.possible(request),
    }
    return render(request, "desk/me.html", context)


def enrol(request: HttpRequest) -> HttpResponse:
    """Make the first factor, or an authenticator app beside passkeys: shown once, proven by a code."""
    user = actor(request)
    if not _may_add(request, user) or SecondFactor.objects.filter(user=user, confirmed=True).exists():
        return redirect("desk:second_factor")
    device, _ = SecondFactor.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "authenticator", "secret": secrets.token_bytes(20)}
    )
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and matches(request, user, device, form):
        confirm_second_factor(user, device)
        sessions.end_others(request, user)
        return welcome(request, user, device)
    secret = b32encode(device.secret).decode()
    says = gettext("QR code for your authenticator app; the key below says the same")
    context = {
        "form": form,
        "qr": draw_qr(otpauth(user, device), says),
        "groups": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        "passkey": _ask_new(request, user),
        "by_name": not passkeys.possible(request),
    }
    return render(request, "desk/enrol.html", context, status=422 if form.errors else 200)


@require_POST
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    user = actor(request)
    if not _may_add(request, user):
        return redirect("desk:second_factor")
    answer, called = request.POST.get("answer", ""), request.POST.get("label", "")
    made = keep_passkey(user, passkeys.take_new(request, user, answer, called or gettext("passkey")))
    sessions.end_others(request, user)
    return welcome(request, user, made)


def password(request: HttpRequest) -> HttpResponse:
    """A password of one's own in place of the one that the administrator gave, or another later."""
    user = actor(request)
    if not user.must_change_password and not sessions.proved_lately(request):
        return redirect("desk:second_factor")
    form = PasswordForm(user, request.POST or None)
    tries = throttle.scope(request, "change", user.name)
    if request.method == "POST":
        throttle.take_try(tries)
    if request.method == "POST" and form.is_valid():
        throttle.give_back(tries)
        change_password(user, form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        return redirect("desk:home")
    return render(request, "desk/password.html", {"form": form}, status=422 if form.errors else 200)


def otpauth(user: User, device: SecondFactor) -> str:
    """The key URI that authenticator apps read."""
    return f"otpauth://totp/Amana:{quote(user.name)}?secret={b32encode(device.secret).decode()}&issuer=Amana"


def _may_add(request: HttpRequest, user: User) -> bool:
    """The first factor, whoever has the password may make; any other, whoever has just shown one."""
    return not user_has_device(user) or (sessions.signed_in(request) and sessions.proved_lately(request))


def _ask_new(request: HttpRequest, user: User) -> dict[str, str] | None:
    if not passkeys.possible(request):
        return None
    to, do = reverse("desk:new_passkey"), gettext("Make a passkey")
    return {"kind": "new", "options": passkeys.ask_new(request, user), "to": to, "do": do}


def _named(user: User, said: str) -> SecondFactor | Passkey:
    """The factor that a form names, of this person's own."""
    factors: list[SecondFactor | Passkey] = [
        factor for model in FACTORS for factor in model.objects.filter(user=user, confirmed=True)
    ]
    named = [factor for factor in factors if factor.persistent_id == said]
    if not named:
        raise Http404
    return named[0]
