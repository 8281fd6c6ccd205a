"""Searching. What is looked for is posted, so that it stands in no address, no history and no log."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from amana.desk.actor import actor
from amana.desk.models import User
from amana.desk.policy import require
from amana.desk.search import keeping
from amana.desk.search.asking import Narrowed, answer, answer_more

LONGEST = 200


class NarrowForm(forms.Form):
    """What a question is narrowed to. Nothing that is not understood narrows anything."""

    only = forms.ChoiceField(label=_("What it is"), required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    first = forms.DateField(label=_("Not before"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Not after"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, user: User, data: Any) -> None:
        super().__init__(data, auto_id="narrow_%s")
        fields: Any = self.fields
        seen = [section for section in keeping.sections().values() if section.may(user)]
        fields["only"].choices = [("", _("anything")), *((one.name, one.title) for one in seen)]
        places = [choice for section in seen for choice in section.places()]
        fields["place"].choices = [("", _("anywhere")), *sorted(places, key=lambda choice: choice[1])]
        if not places:
            del fields["place"]

    def narrowed(self) -> Narrowed:
        """What was understood."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return Narrowed(said.get("only", ""), said.get("first"), said.get("last"), said.get("place", ""))


def search(request: HttpRequest) -> HttpResponse:
    """The question, and what it finds; with `section`, more of that section alone."""
    user = actor(request)
    require(user, "search.use")
    question = " ".join(request.POST.get("words", "").replace("\0", "").split())[:LONGEST]
    section = request.POST.get("section", "")
    form = NarrowForm(user, request.POST)
    narrowed = form.narrowed()
    if section:
        how, after = request.POST.get("how", ""), request.POST.get("after", "")
        found = answer_more(user, question, section, how, after, narrowed)
    else:
        found = answer(user, question, narrowed)
    kept = {name: request.POST[name] for name in form.fields if request.POST.get(name)}
    context = {"words": question, "found": found, "alone": section, "whole": keeping.is_whole(), "longest": LONGEST}
    return render(request, "desk/search.html", {**context, "form": form, "kept": kept})
