"""The lists of the inbox, and what they can be narrowed to: by what stands in clear, so that no list opens the rest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from amana.desk.keyset import Page, page
from amana.desk.models import User
from amana.desk.policy import may
from amana.testimony import policy, unfinished
from amana.testimony.models import Testimony

if TYPE_CHECKING:
    from django.utils.functional import Promise

FIRST, MORE = 20, 50
"""How many of each list stand in the inbox, and how many on a page of one list."""
TITLES: dict[str, "str | Promise"] = {
    "new": _("Waiting to be taken in hand"),
    "hers": _("You look after"),
    "others": _("Others look after"),
}
ORDERS = {"new": ("-day", "pk"), "hers": ("seen", "-day", "pk"), "others": ("-day", "pk")}


class NarrowForm(forms.Form):
    """What a list is narrowed to. Nothing that is not understood narrows anything."""

    kind = forms.ChoiceField(label=_("What it is"), required=False)
    first = forms.DateField(label=_("Came from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Came until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    unread = forms.BooleanField(label=_("Not read yet"), required=False)
    handler = forms.ModelChoiceField(User.objects.none(), label=_("With"), required=False, empty_label=_("anyone"))

    def __init__(self, user: User, name: str, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="narrow_%s")
        kinds: Any = self.fields["kind"]
        kinds.choices = [("", _("anything")), *Testimony.Kind.choices]
        if name == "others":
            people: Any = self.fields["handler"]
            people.queryset = User.objects.filter(Exists(Testimony.objects.filter(handler=OuterRef("pk"))))
        else:
            del self.fields["handler"]
        if name != "hers":
            del self.fields["unread"]

    def wanted(self) -> Q:
        """The condition."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        columns = {"kind": "kind", "first": "day__gte", "last": "day__lte", "handler": "handler"}
        wanted = Q(**{columns[name]: value for name, value in said.items() if name in columns})
        return wanted & Q(seen=False) if "unread" in said else wanted


def of(user: User, name: str) -> QuerySet[Testimony]:
    """One of the lists, as `user` may see it; an empty one where it is not for her."""
    rows = policy.readable(user)
    match name:
        case "new":
            return rows.filter(handler=None).exclude(unfinished.is_completed())
        case "hers":
            return rows.filter(handler=user)
        case "others" if may(user, "testimony.oversee"):
            return rows.exclude(handler=None).exclude(handler=user).select_related("handler")
    return Testimony.objects.none()


def page_of(user: User, name: str, size: int, after: str = "", wanted: Q | None = None) -> Page[Testimony]:
    """Some of a list. What was told stays sealed: a list shows none of it."""
    rows = of(user, name).filter(wanted or Q()).defer("told").select_related("came__partner")
    return page(rows, ORDERS[name], size, after)
