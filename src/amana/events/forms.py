"""The room's forms for events. Days may be left open: a guess is worse than not knowing."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amana.events.models import Event, Place
from amana.testimony.models import Testimony
from amana.vocabulary import entries, label

ATTEMPTS = [
    ("unsaid", _("Not said")),
    ("completed", _("Done")),
    ("attempted", _("Attempted")),
    ("either", _("Some were attempts")),
]
SEXES = [("any", _("Not said")), ("female", _("Women or girls")), ("male", _("Men or boys"))]
AXES = {
    "crsv": _("As the UN names it"),
    "gbvims": _("As GBVIMS names it"),
    "icc": _("As the Rome Statute names it"),
    "other": _("Other violations"),
}


class Day(forms.DateInput):
    """A day, as the browser asks for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlaceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place, named with what it lies in."""

    tree: dict[str, Place] | None = None
    """Every place, by its id; read once for one form."""

    def label_from_instance(self, obj: Any) -> str:
        """“Village, District, Country”."""
        if self.tree is None:
            self.tree = {place.pk: place for place in Place.objects.all()}
        line, at = [], obj.pk
        while at is not None:
            line.append(str(self.tree[at]))
            at = self.tree[at].under_id
        return ", ".join(line)


class NarrowForm(forms.Form):
    """What the list of events is narrowed to. Nothing that is not understood narrows anything."""

    place = PlaceChoice(Place.objects.none(), label=_("Where"), required=False, empty_label=_("anywhere"))
    first = forms.DateField(label=_("Not before"), required=False, widget=Day())
    last = forms.DateField(label=_("Not after"), required=False, widget=Day())

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="narrow_%s")
        self.fields["place"].queryset = Place.objects.all()  # type: ignore[attr-defined]

    def wanted(self) -> Q:
        """The condition: an event whose span touches the days that are asked for."""
        self.is_valid()
        columns = {"place": "place", "first": "last_day__gte", "last": "first_day__lte"}
        return Q(**{columns[name]: value for name, value in self.cleaned_data.items() if value})


class FrameForm(forms.Form):
    """Where and when."""

    place = PlaceChoice(Place.objects.none(), label=_("Where"), required=False, empty_label=_("Not known"))
    first_day = forms.DateField(
        label=_("Not before"), required=False, widget=Day(), help_text=_("Leave it open if not known.")
    )
    last_day = forms.DateField(label=_("Not after"), required=False, widget=Day())
    said = forms.CharField(label=_("As they put it"), required=False, max_length=300)
    note = forms.CharField(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, event: Event | None = None) -> None:
        initial = None
        if event:
            initial = {name: getattr(event, name) for name in ("place", "first_day", "last_day", "note")}
            initial["said"] = event.said_when
        super().__init__(data, initial=initial)
        self.fields["place"].queryset = Place.objects.all()  # type: ignore[attr-defined]


class VictimForm(forms.Form):
    """A person, or a group, who is none of the event's other victims."""

    told_in = forms.ModelMultipleChoiceField(
        Testimony.objects.none(), label=_("Told of in"), widget=forms.CheckboxSelectMultiple
    )
    said = forms.CharField(label=_("As described"), required=False, max_length=300, help_text=_("Without a name."))
    at_least = forms.IntegerField(label=_("At least how many"), min_value=1, max_value=100_000, initial=1)
    sex = forms.ChoiceField(label=_("Who"), choices=SEXES)

    def __init__(self, data: Any = None, testimonies: Any = None) -> None:
        super().__init__(data)
        self.fields["told_in"].queryset = testimonies  # type: ignore[attr-defined]
        if testimonies is not None and len(testimonies) == 1:
            self.fields["told_in"].initial = testimonies


class ActForm(forms.Form):
    """What was done, in the words of any of the axes, and by whom as described."""

    codes = forms.MultipleChoiceField(label=_("What was done"), widget=forms.CheckboxSelectMultiple)
    attempt = forms.ChoiceField(label=_("Done or attempted"), choices=ATTEMPTS)
    described = forms.CharField(
        label=_("By whom, as described"), required=False, max_length=300, help_text=_("In the words of those who told.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["codes"] = forms.MultipleChoiceField(
            label=_("What was done"), widget=forms.CheckboxSelectMultiple, choices=acts_by_axis()
        )
        self.order_fields(["codes", "attempt", "described"])


def acts_by_axis() -> list[tuple[str, list[tuple[str, str]]]]:
    """The acts in groups, one an axis; the axes are never merged."""
    return [
        (str(title), [(code, label("acts", code)) for code in entries("acts") if code.startswith(f"{axis}.")])
        for axis, title in AXES.items()
    ]
