"""The room's forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.desk.widgets import Ticks
from amana.events.forms import Day
from amana.events.forms_sources import listed, pk
from amana.parties.models import Conclusion, Party
from amana.testimony.models import random_id


class PartyForm(forms.Form):
    """A party. The same questions for every side."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    under = forms.ModelChoiceField(
        Party.objects.none(), label=_("Part of"), required=False, empty_label=_("Nothing listed here")
    )
    since = forms.DateField(label=_("There since"), required=False, widget=Day())
    until = forms.DateField(label=_("There until"), required=False, widget=Day())
    opposed = forms.ModelMultipleChoiceField(Party.objects.none(), label=_("At war with"), required=False, widget=Ticks)
    source = forms.CharField(label=_("According to"), max_length=300)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        names = list(self.fields)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=listed("party_kinds"))
        for name in ("under", "opposed"):
            self.fields[name].queryset = Party.objects.all()  # type: ignore[attr-defined]
        self.order_fields(names)

    def value(self) -> dict[str, Any]:
        """The party as spec/claims.md has it."""
        clean = self.cleaned_data
        return {
            **{name: clean[name] for name in ("name", "kind", "source", "note")},
            "id": random_id(),
            "under": pk(clean["under"]),
            "from": clean["since"],
            "to": clean["until"],
            "opposed": [row.pk for row in clean["opposed"]],
        }


class RelationForm(forms.Form):
    """How a party stood to another for a time."""

    relation = forms.ChoiceField(
        label=_("It"),
        choices=[
            ("under", _("was part of")),
            ("opposed", _("was at war with")),
            ("succeeds", _("came in the place of")),
        ],
    )
    party = forms.ModelChoiceField(Party.objects.none(), label=_("The other party"))
    since = forms.DateField(label=_("From"), required=False, widget=Day())
    until = forms.DateField(label=_("To"), required=False, widget=Day(), help_text=_("Both days count. Empty: open."))
    how = forms.ChoiceField(
        label=_("If it came in its place, how"),
        required=False,
        choices=[
            ("", _("not said")),
            ("renamed", _("renamed")),
            ("split", _("split from it")),
            ("merged", _("merged into it")),
        ],
    )
    source = forms.CharField(label=_("According to"), max_length=300)

    def __init__(self, party: Party, data: Any = None) -> None:
        super().__init__(data)
        self.fields["party"].queryset = Party.objects.exclude(pk=party.pk)  # type: ignore[attr-defined]

    def value(self) -> dict[str, Any]:
        """The relation as spec/claims.md has it, in `over_time`."""
        clean = self.cleaned_data
        return {
            **{name: clean[name] for name in ("relation", "how", "source")},
            "party": clean["party"].pk,
            "from": clean["since"],
            "to": clean["until"],
        }


class ConclusionForm(forms.Form):
    """Which party, how sure, and why."""

    party = forms.ModelChoiceField(
        Party.objects.none(), label=_("Party"), required=False, empty_label=_("It cannot be said")
    )
    sure = forms.ChoiceField(label=_("How sure"), choices=Conclusion.Sure.choices)
    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["party"].queryset = Party.objects.all()  # type: ignore[attr-defined]
