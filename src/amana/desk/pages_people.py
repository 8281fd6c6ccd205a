"""Who works here: adding a person, her roles, ending her access, a new second factor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from amana.desk import actions
from amana.desk.actor import actor
from amana.desk.forms import PersonForm, RolesForm
from amana.desk.models import User
from amana.desk.policy import require
from amana.vocabulary import label


def people(request: HttpRequest) -> HttpResponse:
    """Everyone, those whose access ended last."""
    require(actor(request), "people.manage")
    rows = [
        {"user": user, "roles": [label("roles", role) for role in user.roles]}
        for user in User.objects.order_by("-is_active", "pk")
    ]
    return render(request, "desk/people.html", {"rows": rows})


def add(request: HttpRequest) -> HttpResponse:
    """A new person, with a password for her first sign-in that is shown once."""
    who = actor(request)
    require(who, "people.manage")
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = actions.draw_password()
        user = actions.add_person(who, form.cleaned_data["name"], form.cleaned_data["roles"], password)
        return render(request, "desk/person_added.html", {"person": user, "password": password})
    return render(request, "desk/person_new.html", {"form": form}, status=422 if form.errors else 200)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, access, second factor. Each button says what it does."""
    who = actor(request)
    require(who, "people.manage")
    user = get_object_or_404(User, pk=pk)
    form = RolesForm(request.POST if request.POST.get("do") == "roles" else None, initial={"roles": user.roles})
    match request.POST.get("do"):
        case "roles" if form.is_valid():
            actions.give_roles(who, user, form.cleaned_data["roles"])
        case "end":
            actions.end_access(who, user)
        case "sessions":
            actions.end_sessions(who, user)
        case "renew":
            password = actions.draw_password()
            actions.renew_access(who, user, password)
            return render(request, "desk/person_added.html", {"person": user, "password": password})
        case _:
            return render(
                request, "desk/person.html", {"person": user, "form": form}, status=422 if form.errors else 200
            )
    return redirect("desk:people")
