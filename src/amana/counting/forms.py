"""The room's form: lists to estimate from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.events.models import Source


class EstimateForm(forms.Form):
    """The lists, what they are called, and where they are from."""

    lists = forms.FileField(
        label=_("Lists, as a CSV file"),
        help_text=_(
            "A column of zeros and ones for each list; one row for each combination with its count (column n), or one"
            " row a person. Leave out names and whatever else could tell who somebody is. Only counts are kept."
        ),
    )
    name = forms.CharField(label=_("What the estimate is of"), max_length=200)
    origin = forms.CharField(
        label=_("Where the lists are from, and how they were linked"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sources = forms.ModelMultipleChoiceField(
        Source.objects.none(),
        label=_("Their sources, of those that are kept here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    strata = forms.CharField(
        label=_("The column that divides them, if one does"),
        required=False,
        max_length=80,
        help_text=_("Such as a region or a year: each of its values gets estimates of its own."),
    )
    pool = forms.BooleanField(
        label=_("Let its parts learn from each other"),
        required=False,
        help_text=_(
            "For parts that could be alike: a small one is then drawn towards the rest. It takes at least three."
        ),
    )
    persons = forms.BooleanField(label=_("Each row is one person"), required=False)
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("The same lists with the same seed give the same answer."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sources"].queryset = Source.objects.order_by("pk")  # type: ignore[attr-defined]
