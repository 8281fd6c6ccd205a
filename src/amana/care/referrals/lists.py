"""The lists of referrals that something is awaited of, and what they can be narrowed to."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from amana.care.referrals import waiting
from amana.care.referrals.models import Referral
from amana.desk.keyset import Page, page
from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.search.narrowing import narrowed
from amana.testimony import consents
from amana.testimony.lists import choices_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

FIRST, MORE = 20, 50
"""How many of each list stand on the page of both, and how many on a page of one list."""
TITLES: dict[str, "str | Promise"] = {"mine": _("In hand"), "others": _("With others")}


class NarrowForm(forms.Form):
    """What a list is narrowed to. Nothing that is not understood narrows anything."""

    kind = forms.ChoiceField(label=_("Kind of help"), required=False)
    urgency = forms.ChoiceField(label=_("How urgent it is"), required=False)
    ask = forms.ChoiceField(label=_("To be asked after"), required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="narrow_%s")
        fields: Any = self.fields
        fields["kind"].choices = [("", _("anything")), *choices_of("services")]
        fields["urgency"].choices = [("", _("any")), *choices_of("referral_urgency")]
        ask = [("late", _("overdue")), ("today", _("today or overdue")), ("none", _("no day to ask"))]
        fields["ask"].choices = [("", _("any day")), *ask]

    def said(self) -> dict[str, str]:
        """What was understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Q:
        """What of it stands in clear, as a condition."""
        match self.said().get("ask"):
            case "late":
                return Q(reply_on__lte=consents.today() - timedelta(days=1))
            case "today":
                return Q(reply_on__lte=consents.today())
            case "none":
                return Q(reply_on=None)
        return Q()


def of(user: User, name: str) -> QuerySet[Referral]:
    """One of the lists, as `user` may see it; an empty one where it is not for her."""
    if name == "mine":
        return waiting.still_open(user, "referral.make")
    if may(user, "referral.oversee"):
        return waiting.still_open(user, "case.read", others=True)
    return waiting.still_open(user, "case.read").none()


def page_of(user: User, name: str, size: int, after: str = "", form: NarrowForm | None = None) -> Page[Referral]:
    """Some of a list."""
    rows = of(user, name).filter(form.wanted() if form else Q()).prefetch_related("answers")
    said = form.said() if form else {}
    facets = [f"{field} {said[field]}" for field in ("kind", "urgency") if field in said]
    kept, fits = narrowed(rows, "referral", *facets)
    return page(kept, waiting.ORDER, size, after, fits)
