"""The room's forms for who is missing and who knows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.events.forms import Day
from amana.testimony.models import Testimony
from amana.vocabulary import entries, label


def _listed(name: str) -> Any:
    return lambda: [(code, label(name, code)) for code in entries(name)]


class MissingForm(forms.Form):
    """What is known of somebody who is missing."""

    state = forms.ChoiceField(label=_("What is known"), choices=_listed("missing_states"))
    day = forms.DateField(
        label=_("Since, or on"), required=False, widget=Day(), help_text=_("Leave it open if not known.")
    )
    sought_by = forms.MultipleChoiceField(
        label=_("Who looks for this person"),
        required=False,
        choices=_listed("seekers"),
        widget=forms.CheckboxSelectMultiple,
    )
    said = forms.CharField(label=_("As it was said"), required=False, max_length=1000, help_text=_("Without a name."))


class WitnessForm(forms.Form):
    """Somebody who knows of the event."""

    told_in = forms.ModelChoiceField(Testimony.objects.none(), label=_("Told of in"), empty_label=None)
    own = forms.BooleanField(label=_("It is the one who told this testimony"), required=False)
    knows_by = forms.MultipleChoiceField(
        label=_("How they know"), required=False, choices=_listed("knowing"), widget=forms.CheckboxSelectMultiple
    )
    said = forms.CharField(label=_("As described"), required=False, max_length=300, help_text=_("Without a name."))
    at_least = forms.IntegerField(label=_("At least how many"), min_value=1, max_value=100_000, initial=1)

    def __init__(self, data: Any = None, testimonies: Any = None) -> None:
        super().__init__(data, auto_id="witness_%s")
        self.fields["told_in"].queryset = testimonies  # type: ignore[attr-defined]
