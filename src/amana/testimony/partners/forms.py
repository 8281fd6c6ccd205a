"""The part's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.testimony.partners.actions import LONGEST_NAME

NO_MEMORY = {"autocomplete": "off", "spellcheck": "false"}


class PartnerForm(forms.Form):
    """Another organisation's desk."""

    name = forms.CharField(
        label=_("What this organisation is called"),
        help_text=_("The name by which people are asked whether they agree to share with it."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs=NO_MEMORY),
    )
    link = forms.CharField(
        label=_("Its link"),
        help_text=_("As that organisation gave it to you: an address with # and a long row of letters."),
        max_length=400,
        widget=forms.TextInput(attrs={**NO_MEMORY, "dir": "ltr"}),
    )
    card = forms.FileField(
        label=_("Its card, as a file"),
        required=False,
        help_text=_("Only where this desk cannot reach their hub now."),
    )
