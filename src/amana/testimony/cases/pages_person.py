"""Who a person is, what she is shown of her own wishes, and forgetting her: for who looks after her alone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from amana.desk.actor import actor
from amana.testimony import erasing
from amana.testimony.cases import actions, policy
from amana.testimony.cases.agreed import LANGUAGES, WORDS, show
from amana.testimony.cases.minors import about_of
from amana.testimony.cases.showing import warning_of
from amana.testimony.forms import EraseForm, IdentityForm
from amana.testimony.models import Survivor
from amana.vocabulary import entries, label


def _hers(request: HttpRequest, pk: str) -> tuple[Any, Survivor]:
    user = actor(request)
    survivor = policy.find(user, pk)
    policy.require_with(user, "case.keep", survivor)
    return user, survivor


def identity(request: HttpRequest, pk: str) -> HttpResponse:
    """Shown by a press, which the log has before anything is shown; a visit alone shows only the warning."""
    user, survivor = _hers(request, pk)
    form = IdentityForm(request.POST if request.POST.get("do") == "write" else None)
    context: dict[str, Any] = {"case": survivor, "form": form, "risk": warning_of(survivor)}
    match request.POST.get("do"):
        case "view":
            actions.view_identity(user, survivor)
            form = IdentityForm(initial={name: getattr(survivor, name) for name in IdentityForm.base_fields})
            return render(request, "cases/identity.html", {**context, "form": form, "shown": True})
        case "write" if form.is_valid():
            actions.write_identity(user, survivor, **form.cleaned_data)
            return redirect("cases:case", survivor.pk)
    return render(request, "cases/identity.html", context)


def agreed(request: HttpRequest, pk: str) -> HttpResponse:
    """What she agreed to and what was done since, in simple words of her language, to show or read aloud."""
    _, survivor = _hers(request, pk)
    spoken = [tag for tag in about_of(survivor).languages if tag in LANGUAGES]
    first = spoken[0] if spoken else get_language() or "en"
    language = request.GET.get("language", first)
    if language not in LANGUAGES:
        raise Http404
    shown = show(survivor, language)
    context = {
        "case": survivor,
        "words": {code: label(WORDS, code, language) for code in entries(WORDS)},
        "yes": shown.yes,
        "no": shown.no,
        "done": shown.done,
        "told_in": language,
        "languages": LANGUAGES.items(),
        "direction": "rtl" if language == "ar" else "ltr",
        "unchecked": language in entries(WORDS)["title"].unchecked,
    }
    return render(request, "cases/agreed.html", context)


def erase(request: HttpRequest, pk: str) -> HttpResponse:
    """Ask once more, then forget her."""
    user, survivor = _hers(request, pk)
    form = EraseForm(survivor.code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        erasing.erase_person(user, survivor)
        return redirect("cases:list")
    context = {"case": survivor, "form": form, "count": erasing.told_of(survivor).count()}
    return render(request, "cases/erase.html", context, status=422 if form.errors else 200)
