"""The room's forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.events.models import Place
from amana.vocabulary import entries, label


class ReleaseForm(forms.Form):
    """What is to leave, why, and to whom."""

    purpose = forms.ChoiceField(label=_("What it is for"))
    recipient = forms.CharField(
        label=_("To whom it goes"), max_length=300, help_text=_("An organisation, an office, or “the public”.")
    )
    outline = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "class": "outline", "dir": "ltr"}),
        help_text=_(
            "As spec/claims.md describes brief.yaml: every figure, age and date comes from a claim or an estimate, in"
            " braces."
        ),
    )
    with_accounts = forms.BooleanField(
        label=_("Add how many accounts were told to this desk"),
        required=False,
        help_text=_("Only those that agreed to be counted and to what this is for. Counts under five are not shown."),
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Accounts of events in"), required=False, empty_label=_("anywhere")
    )
    first_day = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        shared = [(code, label("purposes", code)) for code, one in entries("purposes").items() if one.facts["shares"]]
        self.fields["purpose"] = forms.ChoiceField(label=_("What it is for"), choices=shared, initial="publication")
        self.fields["place"].queryset = Place.objects.order_by("pk")  # type: ignore[attr-defined]
