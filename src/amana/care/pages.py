"""The service directory, as it stands in the desk's card, and the link to hand out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from amana.care import actions
from amana.care.forms import AreaForm, ServiceForm
from amana.care.models import Area, Service
from amana.care.publishing import publish_card
from amana.desk.actor import actor
from amana.desk.policy import may, require
from amana.desk.qr import draw_qr
from amana.language import said
from amana.testimony.models import Card
from amana.vocabulary import label


def directory(request: HttpRequest) -> HttpResponse:
    """Every service, and whether phones have the directory as it is here."""
    user = actor(request)
    require(user, "care.read")
    if request.method == "POST":
        require(user, "care.edit")
        publish_card(user)
        return redirect("care:directory")
    card = Card.objects.order_by("-serial").first()
    rows = [
        {"service": row, "kind": label("services", row.kind), "where": said(row.where)} for row in Service.objects.all()
    ]
    context = {
        "rows": rows,
        "areas": Area.objects.all(),
        "card": card,
        "qr": draw_qr(card.link, gettext("The link to this desk")) if card else None,
        "may_edit": may(user, "care.edit"),
    }
    return render(request, "care/directory.html", context)


def service(request: HttpRequest, pk: str = "") -> HttpResponse:
    """One service, new or known."""
    user = actor(request)
    require(user, "care.edit")
    found = get_object_or_404(Service, pk=pk) if pk else None
    if found and request.POST.get("do") == "remove":
        actions.remove_service(user, found)
        return redirect("care:directory")
    form = ServiceForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        row = found or Service(position=Service.objects.count())
        for name, value in form.value().items():
            setattr(row, name, value)
        actions.keep_service(user, row)
        return redirect("care:directory")
    return render(request, "care/service.html", {"form": form, "service": found}, status=422 if form.errors else 200)


def area(request: HttpRequest, code: str = "") -> HttpResponse:
    """One area, new or known, by which phones show first what is near."""
    user = actor(request)
    require(user, "care.edit")
    found = get_object_or_404(Area, pk=code) if code else None
    if found and request.POST.get("do") == "remove":
        actions.remove_area(user, found)
        return redirect("care:directory")
    form = AreaForm({**request.POST.dict(), "code": code} if found and request.POST else request.POST or None, found)
    if found:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        actions.keep_area(user, form.cleaned_data["code"], form.names())
        return redirect("care:directory")
    return render(request, "care/area.html", {"form": form, "area": found}, status=422 if form.errors else 200)
