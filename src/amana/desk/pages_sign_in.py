"""Signing in: a passkey, which is both factors; or name and password, and then a code or a passkey."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from django_otp import user_has_device

from amana.desk import passkeys, sessions, throttle
from amana.desk.actions import note_guessing, note_sign_in, sign_out_everywhere
from amana.desk.actor import actor
from amana.desk.fields import blind
from amana.desk.forms import CodeForm, SignInForm
from amana.desk.models import HANDLE, Passkey, SecondFactor, User
from amana.errors import Problem


def sign_in(request: HttpRequest) -> HttpResponse:
    """The first factor, or a passkey."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        tries = throttle.scope(request, "password", name)
        last = throttle.take_try(tries)
        user: Any = authenticate(request, username=name, password=form.cleaned_data["password"])
        if user is not None:
            throttle.give_back(tries)
            if user.first_until and user.first_until < timezone.now():
                raise Problem("desk.first_password_over")
            login(request, user)
            return redirect("desk:second_factor")
        if last:
            _note_guessing(name, "password")
        form.add_error(None, str(Problem("desk.wrong_name_or_password")))
    context = {"form": form, "passkey": ask_passkey(request)}
    return render(request, "desk/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Both factors at once. Whoever already gave a password must be the passkey's owner."""
    shown = passkeys.recognise(request, request.POST.get("answer", ""))
    if request.user.is_authenticated and request.user.pk != shown.user_id:
        raise Problem("desk.passkey_refused")
    return welcome(request, User.objects.get(pk=shown.user_id), shown)


def second_factor(request: HttpRequest) -> HttpResponse:
    """The code or the passkey, once one of them is made; also when somebody shows once more that it is she."""
    user = actor(request)
    if not user_has_device(user):
        return redirect("desk:enrol")
    device = SecondFactor.objects.filter(user=user, confirmed=True).first()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and device and form.is_valid() and matches(request, user, device, form):
        return welcome(request, user, device)
    has_passkey = Passkey.objects.filter(user=user, confirmed=True).exists()
    context = {
        "form": form if device else None,
        "passkey": ask_passkey(request) if has_passkey else None,
        "by_name": has_passkey and not passkeys.possible(request),
    }
    return render(request, "desk/second_factor.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this person's session, or all of hers; the desk stays open for the others."""
    if request.POST.get("do") == "everywhere" and request.user.is_authenticated:
        sign_out_everywhere(actor(request))
    logout(request)
    return redirect("desk:sign_in")


def ask_passkey(request: HttpRequest) -> dict[str, str] | None:
    """What a page needs in order to ask for a passkey; None where browsers offer none."""
    if not passkeys.possible(request):
        return None
    to, do = reverse("desk:passkey"), gettext("Use a passkey")
    return {"kind": "get", "options": passkeys.ask_any(request), "to": to, "do": do}


def matches(request: HttpRequest, user: User, device: SecondFactor, form: CodeForm) -> bool:
    """Whether the form holds the device's code of now; tries are counted, and the form says what is wrong."""
    tries = throttle.scope(request, "code", user.name)
    last = throttle.take_try(tries)
    if device.verify_token(form.cleaned_data["code"]):
        throttle.give_back(tries)
        return True
    if last:
        _note_guessing(user.name, "code")
    form.add_error("code", str(Problem("desk.wrong_code")))
    return False


def welcome(request: HttpRequest, user: User, device: SecondFactor | Passkey) -> HttpResponse:
    """Let the person in; whoever was in already goes back to her keys, for which she was asked again."""
    onward = "desk:me" if sessions.signed_in(request) else "desk:home"
    sessions.begin(request, user, device)
    note_sign_in(user, "code" if isinstance(device, SecondFactor) else "passkey")
    response = redirect(onward)
    throttle.remember_browser(response, user.name, request.is_secure())
    return response


def _note_guessing(name: str, at: str) -> None:
    """In the log, if there is somebody of that name; a name that nobody has is not worth an entry."""
    known = User.objects.filter(handle=blind(name, HANDLE)).first()
    if known:
        note_guessing(None, known, at)
