"""The page about phones with ODK Collect: how one is set up, what is missing, what the hub refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from amana.desk.actor import actor
from amana.desk.policy import require
from amana.desk.qr import draw_qr
from amana.testimony.models import Card
from amana.testimony.odk import actions
from amana.testimony.odk.models import Refusal, Submission
from amana.testimony.odk.settings import address, settings_text


def phones(request: HttpRequest) -> HttpResponse:
    """Show it; a POST notes that a refusal was read."""
    user = actor(request)
    require(user, "testimony.sync")
    if request.method == "POST":
        actions.mark_seen(user, get_object_or_404(Refusal, pk=request.POST.get("refusal", "")))
        return redirect("odk:phones")
    card = Card.objects.order_by("-serial").first()
    there = address(card.hub, card.link) if card else ""
    context = {
        "address": there,
        "code": draw_qr(settings_text(there), gettext("Settings for ODK Collect")) if there else "",
        "waiting": Submission.objects.filter(testimony=None).order_by("-day", "pk"),
        "refusals": Refusal.objects.order_by("seen", "-day", "pk"),
    }
    return render(request, "odk/phones.html", context)
