"""Signing in: name and password, then a code; the first time, a second factor and a password of one's own are made."""

import secrets
from base64 import b32encode
from typing import Any
from urllib.parse import quote

import django_otp
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from amana.desk import throttle
from amana.desk.actions import change_password, confirm_second_factor
from amana.desk.forms import CodeForm, PasswordForm, SignInForm
from amana.desk.models import SecondFactor, User
from amana.desk.qr import draw_qr
from amana.errors import Problem


def sign_in(request: HttpRequest) -> HttpResponse:
    """The first factor."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        tries = throttle.scope(request, "password", name)
        throttle.refuse_if_tired(tries)
        user = authenticate(request, username=name, password=form.cleaned_data["password"])
        if user is not None:
            login(request, user)
            return redirect("desk:second_factor")
        throttle.count_wrong(tries)
        form.add_error(None, str(Problem("desk.wrong_name_or_password")))
    return render(request, "desk/sign_in.html", {"form": form}, status=422 if form.errors else 200)


def second_factor(request: HttpRequest) -> HttpResponse:
    """The code, once a second factor is made."""
    user = _person(request)
    device = SecondFactor.objects.filter(user=user, confirmed=True).first()
    if device is None:
        return redirect("desk:enrol")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _matches(request, user, device, form):
        return _welcome(request, user, device)
    return render(request, "desk/second_factor.html", {"form": form}, status=422 if form.errors else 200)


def enrol(request: HttpRequest) -> HttpResponse:
    """Make the second factor: shown once, proven by a code."""
    user = _person(request)
    if SecondFactor.objects.filter(user=user, confirmed=True).exists():
        return redirect("desk:second_factor")
    device, _ = SecondFactor.objects.get_or_create(
        user=user, confirmed=False, defaults={"name": "authenticator", "secret": secrets.token_bytes(20)}
    )
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _matches(request, user, device, form):
        confirm_second_factor(user, device)
        return _welcome(request, user, device)
    secret = b32encode(device.secret).decode()
    qr = draw_qr(otpauth(user, device), gettext("QR code for your authenticator app; the key below says the same"))
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return render(
        request, "desk/enrol.html", {"form": form, "qr": qr, "groups": groups}, status=422 if form.errors else 200
    )


def password(request: HttpRequest) -> HttpResponse:
    """A password of one's own in place of the one that the administrator gave."""
    user = _person(request)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_password(user, form.cleaned_data["password"])
        update_session_auth_hash(request, user)
        return redirect("desk:home")
    return render(request, "desk/password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this person's session; the desk stays open for the others."""
    logout(request)
    return redirect("desk:sign_in")


def otpauth(user: User, device: SecondFactor) -> str:
    """The key URI that authenticator apps read."""
    return f"otpauth://totp/Amana:{quote(user.name)}?secret={b32encode(device.secret).decode()}&issuer=Amana"


def _person(request: HttpRequest) -> User:
    user: Any = request.user
    return User.objects.get(pk=user.pk)


def _matches(request: HttpRequest, user: User, device: SecondFactor, form: CodeForm) -> bool:
    tries = throttle.scope(request, "code", user.name)
    throttle.refuse_if_tired(tries)
    if device.verify_token(form.cleaned_data["code"]):
        return True
    throttle.count_wrong(tries)
    form.add_error("code", str(Problem("desk.wrong_code")))
    return False


def _welcome(request: HttpRequest, user: User, device: SecondFactor) -> HttpResponse:
    django_otp.login(request, device)
    request.session.cycle_key()
    response = redirect("desk:home")
    throttle.remember_browser(response, user.name, request.is_secure())
    return response
