"""Whose a testimony is: kept apart, shown to who looks after it, and to others once, when a second person agreed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from amana.desk.actor import actor
from amana.desk.policy import require
from amana.testimony import actions, halves, policy
from amana.testimony.cases.showing import warning_of
from amana.testimony.forms import IdentityForm, ReasonForm
from amana.testimony.models import IdentityRequest


def identity(request: HttpRequest, pk: str) -> HttpResponse:
    """Every showing is a POST with an entry in the log; a visit alone shows only how to ask."""
    user = actor(request)
    row = policy.find(user, pk)
    hers = policy.looks_after(user, row)
    if not policy.may_ask_who(user, row):
        raise Http404
    context = {"row": row, "hers": hers, "allowed": policy.allowance(user, row), "reason_form": ReasonForm()}
    context["half"] = hers and halves.has_half(row)
    context["risk"] = warning_of(row.survivor) if hers else None
    form = IdentityForm(request.POST if request.POST.get("do") == "write" else None)
    match request.POST.get("do"):
        case "ask":
            actions.ask_identity(user, row, request.POST.get("reason", ""))
            return render(request, "testimony/identity.html", {**context, "asked": True})
        case "view":
            survivor = actions.view_identity(user, row)
            if hers and survivor:
                form = IdentityForm(initial={name: getattr(survivor, name) for name in IdentityForm.base_fields})
            context |= {"shown": True, "survivor": survivor, "form": form, "risk": warning_of(survivor)}
            return render(request, "testimony/identity.html", context)
        case "half":
            return render(request, "testimony/identity.html", {**context, "digits": halves.view_half(user, row)})
        case "write" if form.is_valid():
            actions.write_identity(user, row, **form.cleaned_data)
            return redirect("testimony:testimony", row.pk)
    return render(request, "testimony/identity.html", context)


def requests(request: HttpRequest) -> HttpResponse:
    """For a supervisor: who asks to see an identity, and why."""
    user = actor(request)
    require(user, "identity.allow")
    if request.method == "POST":
        decide = actions.refuse_identity if request.POST.get("do") == "refuse" else actions.allow_identity
        decide(user, get_object_or_404(IdentityRequest, pk=request.POST.get("request", "")))
        return redirect("testimony:identity_requests")
    waiting = policy.asking().select_related("testimony", "asked_by")
    return render(request, "testimony/identity_requests.html", {"waiting": waiting.order_by("at"), "me": user})
