"""The part's form."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amana.testimony.partners.leaving_out import LEFT_OUT
from amana.testimony.partners.models import Partner
from amana.vocabulary import entries, label


class SharingForm(forms.Form):
    """With whom, for what, how much, and with whom they may share it in their turn."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("With whom"), empty_label=None)
    purpose = forms.ChoiceField(label=_("What it is for"))
    extent = forms.ChoiceField(label=_("How much of each account"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why the files must go as they came"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where they do. What a phone wrote into them goes along, and voices are as they were."),
    )
    counted = forms.BooleanField(
        label=_("They may count those that agreed to be counted"),
        required=False,
    )
    onward = forms.CharField(
        label=_("With whom they may share it in their turn"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name a line. It holds for those accounts alone whose person agreed to that name as well."),
    )

    def __init__(self, partners: QuerySet[Partner], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["partner"] = forms.ModelChoiceField(partners, label=_("With whom"), empty_label=None)
        shared = [(code, label("purposes", code)) for code, one in entries("purposes").items() if one.facts["shares"]]
        self.fields["purpose"] = forms.ChoiceField(label=_("What it is for"), choices=shared, initial="evidence")
        extents = [(code, label("share_extents", code)) for code in LEFT_OUT]
        self.fields["extent"] = forms.ChoiceField(
            label=_("How much of each account"), choices=extents, initial="choices", widget=forms.RadioSelect
        )
