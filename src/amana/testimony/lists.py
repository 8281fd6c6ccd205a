"""The lists of the inbox, and what they can be narrowed to, without opening what was told to all who are in them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.frame import rooms
from amana.desk.keyset import Page, page
from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.rows import has_no
from amana.desk.search.narrowing import narrowed
from amana.testimony import policy, unfinished
from amana.testimony.models import Testimony, unread
from amana.vocabulary import entries, label

if TYPE_CHECKING:
    from django.utils.functional import Promise

HOURS = (24, 72, 120)
"""Bounds of what is left, of which somebody can choose: a day, and those of vocabulary/clinical_windows.yaml."""
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
    language = forms.ChoiceField(label=_("Told in"), required=False)
    hours = forms.ChoiceField(label=_("Care that cannot wait"), required=False)
    case = forms.ChoiceField(label=_("Case"), required=False)
    first = forms.DateField(label=_("Came from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Came until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    unread = forms.BooleanField(label=_("Not read yet"), required=False)
    handler = forms.ModelChoiceField(User.objects.none(), label=_("With"), required=False, empty_label=_("anyone"))

    def __init__(self, user: User, name: str, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="narrow_%s")
        fields: Any = self.fields
        fields["kind"].choices = [("", _("anything")), *Testimony.Kind.choices]
        fields["language"].choices = [("", _("any language")), *choices_of("languages")]
        within = [(str(hours), gettext("within {count} hours").format(count=hours)) for hours in HOURS]
        fields["hours"].choices = [("", _("any time")), *within]
        fields["case"].choices = [("", _("any or none")), ("without", _("of no case yet")), ("with", _("of a case"))]
        if name == "others":
            having = Exists(Testimony.objects.filter(handler=OuterRef("pk")))
            fields["handler"].queryset = User.objects.filter(having)
        else:
            del fields["handler"]
        if name != "hers":
            del fields["unread"]
        if name == "new":
            del fields["case"]

    def said(self) -> dict[str, Any]:
        """What was understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Q:
        """What of it stands in clear, as a condition."""
        said = self.said()
        columns = {"kind": "kind", "first": "day__gte", "last": "day__lte", "handler": "handler"}
        wanted = Q(**{columns[name]: value for name, value in said.items() if name in columns})
        if "case" in said:
            wanted &= Q(survivor__isnull=said["case"] == "without")
        return wanted & unread() if "unread" in said else wanted


class CountableForm(forms.Form):
    """What the testimonies that may be counted are narrowed to. Nothing that is not understood narrows anything."""

    first = forms.DateField(label=_("Came from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Came until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    unplaced = forms.BooleanField(label=_("In no event yet"), required=False)

    def wanted(self) -> Q:
        """The condition."""
        self.is_valid()
        columns = {"first": "day__gte", "last": "day__lte"}
        said = {name: value for name, value in self.cleaned_data.items() if value}
        wanted = Q(**{columns[name]: value for name, value in said.items() if name in columns})
        return wanted & in_no_event() if "unplaced" in said else wanted


def in_no_event() -> Q:
    """That nobody has placed it yet; each is looked up by itself, since joined, PostgreSQL goes through all of them."""
    return has_no(Testimony.objects.filter(pk=OuterRef("pk"), events__isnull=False))


def choices_of(name: str) -> list[tuple[str, str]]:
    """The codes of a list of the vocabulary, in the reader's language."""
    return [(code, label(name, code)) for code in entries(name)]


def closing(rows: QuerySet[Testimony]) -> dict[str, timedelta]:
    """Of these, those for which something closes within days (their ids), and how soon the first of it does."""
    found: dict[str, timedelta] = {}
    for room in rooms():
        for pk, left in room.closing(rows).items():
            found[pk] = min(left, found.get(pk, left))
    return found


def of(user: User, name: str) -> QuerySet[Testimony]:
    """One of the lists, as `user` may see it; an empty one where it is not for her."""
    rows = policy.readable(user)
    match name:
        case "new":
            return rows.filter(handler=None).exclude(unfinished.is_completed())
        case "hers":
            return rows.filter(handler=user)
        case "others" if may(user, "testimony.oversee"):
            return rows.exclude(handler=None).exclude(handler=user).prefetch_related("handler")
    return Testimony.objects.none()


def page_of(user: User, name: str, size: int, after: str = "", form: NarrowForm | None = None) -> Page[Testimony]:
    """Some of a list. What was told stays sealed: a list shows none of it, but how many hours are `left` for care."""
    said = form.said() if form else {}
    mine = of(user, name)
    rows = mine.filter(form.wanted() if form else Q())
    if "hours" in said:
        within = timedelta(hours=int(said["hours"]))
        rows = rows.filter(pk__in=[pk for pk, left in closing(rows).items() if left <= within])
    facets = [f"language {said['language']}"] if "language" in said else []
    rows, fits = narrowed(rows.defer("told").select_related("came__partner"), "testimony.answers", *facets)
    found = page(rows, ORDERS[name], size, after, fits)
    left = closing(mine.filter(pk__in=[row.pk for row in found.rows]))
    for row in found.rows:
        row.left = whole_hours(left[row.pk]) if row.pk in left else None  # type: ignore[attr-defined]
    return found


def by_hours_left(row: Testimony) -> tuple[bool, int]:
    """The order in which the inbox shows a list's first rows: care that closes soonest first, the rest as they were."""
    left: int | None = row.left  # type: ignore[attr-defined]
    return left is None, left or 0


def whole_hours(left: timedelta) -> int:
    """Hours that are left, begun ones not counted."""
    return int(left.total_seconds() // 3600)
