"""The room's forms for published sources, their claims, and places: spec/claims.md, field by field."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.desk.widgets import Ticks
from amana.events.forms import ATTEMPTS, SEXES, Day, PlaceChoice, acts_by_axis
from amana.events.models import Claim, Entry, Place, Source
from amana.testimony.models import random_id
from amana.vocabulary import entries, label

WHEN = [
    ("event", _("when it happened")),
    ("reporting", _("when it was told or reported")),
    ("treatment", _("when someone was treated")),
]
WHERE = [
    ("event", _("where it happened")),
    ("reporting", _("where it was told or reported")),
    ("treatment", _("where someone was treated")),
]
QUANTITIES = {
    "exactly": _("a plain number"),
    "at_least": _("at least"),
    "over": _("more than"),
    "about": _("about"),
    "range": _("from … to …"),
    "several": _("several, no number"),
}


SOURCE_KINDS = {
    "press": _("Press"),
    "un": _("United Nations"),
    "ngo": _("Non-governmental organisation"),
    "medical": _("Medical provider"),
    "government": _("Government"),
    "expert": _("Expert"),
    "witness": _("Witness"),
    "register": _("Register"),
}


def listed(name: str) -> list[tuple[str, str]]:
    """A vocabulary's list as choices."""
    return [(code, label(name, code)) for code in entries(name)]


class SourceForm(forms.Form):
    """Who published or stated something."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As a text would name it."))
    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(label=_("Title of the publication"), required=False, max_length=300)
    first_day = forms.DateField(label=_("Published: not before"), required=False, widget=Day())
    last_day = forms.DateField(label=_("Published: not after"), required=False, widget=Day())
    url = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")
    relayed_by = forms.ModelChoiceField(
        Source.objects.none(), label=_("Known through"), required=False, empty_label=_("Directly")
    )
    named = forms.ChoiceField(
        label=_("Naming it"),
        choices=[
            ("organisation", _("An organisation")),
            ("agreed", _("A person who agreed to be named, or speaks in office")),
            ("withheld", _("Not to be named")),
        ],
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["relayed_by"].queryset = Source.objects.all()  # type: ignore[attr-defined]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=list(SOURCE_KINDS.items()))
        self.order_fields(["name", "kind"])

    def value(self) -> dict[str, Any]:
        """The source as spec/claims.md has it."""
        clean = self.cleaned_data
        return {
            **{name: clean[name] for name in ("name", "kind", "title", "url", "named", "note")},
            "id": random_id(),
            "date": {"of": "reporting", "within": [clean["first_day"], clean["last_day"]]},
            "relayed_by": pk(clean["relayed_by"]),
        }


class PlaceForm(forms.Form):
    """A place."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    under = PlaceChoice(Place.objects.none(), label=_("Lies in"), required=False, empty_label=_("Nothing listed here"))
    source = forms.CharField(label=_("According to"), max_length=300, help_text=_("A gazetteer, a map, a report."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=listed("place_kinds"))
        self.fields["under"].queryset = Place.objects.all()  # type: ignore[attr-defined]
        self.order_fields(["name", "kind"])

    def value(self) -> dict[str, Any]:
        """The place as spec/claims.md has it."""
        clean = self.cleaned_data
        return {"id": random_id(), **clean, "under": pk(clean["under"])}


class ClaimForm(forms.Form):
    """One counted statement of a source. Which party it was is concluded apart from it."""

    summary = forms.CharField(
        label=_("The claim in one sentence"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In your own words, no more certain than the source."),
    )
    quantity = forms.ChoiceField(label=_("How many: stated as"), choices=list(QUANTITIES.items()))
    number = forms.IntegerField(label=_("Number"), required=False, min_value=0)
    upto = forms.IntegerField(label=_("Up to (for a range)"), required=False, min_value=0)
    hedge = forms.CharField(
        label=_("Words that weaken it"),
        required=False,
        max_length=100,
        help_text=_("Such as “up to”. It then bounds nothing."),
    )
    unit = forms.ChoiceField(label=_("Of what"))
    verb = forms.ChoiceField(label=_("The source's verb"))
    acts = forms.MultipleChoiceField(label=_("What was done"), required=False, widget=forms.CheckboxSelectMultiple)
    attempt = forms.ChoiceField(label=_("Done or attempted"), choices=ATTEMPTS)
    people = forms.CharField(label=_("Who, as said"), required=False, max_length=200)
    sex = forms.ChoiceField(label=_("Who"), choices=SEXES)
    youngest = forms.IntegerField(label=_("Youngest age"), required=False, min_value=0, max_value=130)
    oldest = forms.IntegerField(label=_("Oldest age"), required=False, min_value=0, max_value=130)
    described = forms.CharField(
        label=_("By whom, as described"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One description a line."),
    )
    places = forms.ModelMultipleChoiceField(Place.objects.none(), label=_("Where"), required=False, widget=Ticks)
    place_of = forms.ChoiceField(label=_("That place is"), choices=WHERE)
    first_day = forms.DateField(label=_("Not before"), required=False, widget=Day())
    last_day = forms.DateField(label=_("Not after"), required=False, widget=Day())
    said_when = forms.CharField(label=_("When, as said"), required=False, max_length=200)
    period_of = forms.ChoiceField(label=_("That time is"), choices=WHEN)
    apart = forms.ModelMultipleChoiceField(
        Claim.objects.none(), label=_("The source says these are others"), required=False, widget=Ticks
    )
    contains = forms.ModelMultipleChoiceField(
        Claim.objects.none(), label=_("The source says these are among them"), required=False, widget=Ticks
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        names = list(self.fields)
        for name, vocabulary in (("unit", "units"), ("verb", "claim_verbs")):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=listed(vocabulary))
        self.fields["acts"] = forms.MultipleChoiceField(
            label=_("What was done"), required=False, widget=forms.CheckboxSelectMultiple, choices=acts_by_axis()
        )
        self.fields["verb"].initial = "reported"
        self.fields["places"].queryset = Place.objects.all()  # type: ignore[attr-defined]
        for name in ("apart", "contains"):
            self.fields[name].queryset = Claim.objects.all()  # type: ignore[attr-defined]
        self.order_fields(names)

    def value(self, source: Source) -> dict[str, Any]:
        """The claim as spec/claims.md has it."""
        clean = self.cleaned_data
        return {
            **{name: clean[name] for name in ("summary", "unit", "verb", "acts", "attempt", "hedge", "note")},
            "id": random_id(),
            "source": source.pk,
            "quantity": {"kind": clean["quantity"], "number": clean["number"], "upto": clean["upto"]},
            "people": {"said": clean["people"], "sex": clean["sex"], "age": [clean["youngest"], clean["oldest"]]},
            "by": {"described": [line.strip() for line in clean["described"].splitlines() if line.strip()]},
            "place": {"of": clean["place_of"], "in": pks(clean["places"])},
            "period": {
                "of": clean["period_of"],
                "within": [clean["first_day"], clean["last_day"]],
                "said": clean["said_when"],
            },
            "apart": pks(clean["apart"]),
            "contains": pks(clean["contains"]),
        }


def pk(row: Entry | None) -> str | None:
    """The id of a chosen row."""
    return row.pk if row else None


def pks(rows: Iterable[Entry]) -> list[str]:
    """The ids of chosen rows."""
    return [row.pk for row in rows]
