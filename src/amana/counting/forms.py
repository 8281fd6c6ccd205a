"""The room's forms: lists to estimate from, uploaded or made of what is kept here."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.counting.columns_csv import ASIDE, COUNT, LIST, PART, Column
from amana.counting.regions import SEXUAL, Question
from amana.desk.widgets import Ticks
from amana.events.forms import Day
from amana.events.models import Place, Source
from amana.vocabulary import entries, label

WHAT_IT_IS = {
    LIST: _("a list: who is on it, who is not"),
    COUNT: _("the number of persons each row stands for"),
    PART: _("divides the persons into parts"),
    ASIDE: _("left aside"),
}


class ListsForm(forms.Form):
    """The files, which are read before anything else is asked."""

    lists = forms.FileField(
        label=_("Lists, as a CSV file"),
        help_text=_(
            "A column of zeros and ones for each list; one row for each combination with its count (column n), or one"
            " row a person. Leave out names and whatever else could tell who somebody is. Only counts are kept."
        ),
    )
    pairs = forms.FileField(
        label=_("Match probabilities, as a CSV file"),
        required=False,
        help_text=_(
            "Only where a linking left doubts. The first file then has the columns record and list, this one has one,"
            " other and chance. Linkages are drawn by them, and the estimate is over all of these."
        ),
    )


class ColumnsForm(forms.Form):
    """What each column of the file is."""

    def __init__(self, columns: Iterable[Column], *args: Any, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = tuple(columns)
        for place, column in enumerate(self.columns):
            choices = [(one, WHAT_IT_IS[one]) for one in column.may_be]
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=format_html('<bdi lang="">{}</bdi>', column.name),
                help_text=_holds(column),
                initial=column.most_likely,
                choices=choices if column.most_likely else [("", _("say what it is")), *choices],
            )
        lists = sum(column.most_likely == LIST for column in self.columns)
        counted = any(COUNT in column.may_be and column.most_likely != LIST for column in self.columns)
        self.fields["persons"] = forms.BooleanField(
            label=_("Each row is one person"),
            required=False,
            initial=not counted and rows > 2**lists,
            help_text=_("Where no column is the number of persons."),
        )
        self.fields["pool"] = forms.BooleanField(
            label=_("Let its parts learn from each other"),
            required=False,
            help_text=_(
                "For parts that could be alike: a small one is then drawn towards the rest. It takes at least three."
            ),
        )

    def given(self) -> dict[str, Any]:
        """What `ask_estimate` takes of it."""
        columns = {column.name: self.cleaned_data[f"column-{at}"] for at, column in enumerate(self.columns)}
        return {"columns": columns, "persons": self.cleaned_data["persons"], "pool": self.cleaned_data["pool"]}


def _holds(column: Column) -> str:
    """What stands in a column, in words."""
    if LIST in column.may_be:
        said = gettext("Zeros and ones.")
    elif COUNT in column.may_be:
        said = gettext("Whole numbers; different ones: {count}.").format(count=column.values)
    else:
        said = gettext("Different values: {count}.").format(count=column.values)
    return f"{said} {gettext('Empty cells: {count}.').format(count=column.empty)}" if column.empty else said


class EstimateForm(forms.Form):
    """What the lists are called, and where they are from."""

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
        widget=Ticks,
    )
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


class KeptForm(forms.Form):
    """Of which records or accounts, and of what, where and when."""

    RECORDS, ACCOUNTS = "records", "accounts"
    SEXUAL = "sexual"

    way = forms.ChoiceField(
        label=_("Lists of"),
        widget=forms.RadioSelect,
        choices=[
            (RECORDS, _("published records of single persons: a list for each source")),
            (ACCOUNTS, _("accounts told here that agreed to be counted: a list for each kind of teller")),
        ],
    )
    name = forms.CharField(label=_("What the estimate is of"), max_length=200)
    act = forms.ChoiceField(label=_("What was done"))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Where"), required=False, empty_label=_("anywhere"))
    since = forms.DateField(label=_("From"), required=False, widget=Day())
    until = forms.DateField(label=_("To"), required=False, widget=Day())
    purpose = forms.ChoiceField(
        label=_("Only accounts that agreed to this use"),
        required=False,
        help_text=_(
            "An estimate leaves in a release only if each account behind it agreed to its purpose and recipient."
        ),
    )
    recipient = forms.CharField(label=_("And to this recipient"), required=False, max_length=300)
    origin = forms.CharField(
        label=_("How they were linked"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seed = forms.IntegerField(label=_("Seed"), initial=1, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        acts = [
            (self.SEXUAL, _("Sexual violence of any kind")),
            *((code, label("acts", code)) for code in entries("acts")),
        ]
        shared = [(code, label("purposes", code)) for code, one in entries("purposes").items() if one.facts["shares"]]
        for name, choices in (("act", acts), ("purpose", [("", _("for work in this organisation alone")), *shared])):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.order_by("pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A purpose for which something leaves goes with a recipient."""
        clean: dict[str, Any] = super().clean() or {}
        if clean.get("purpose") and not clean.get("recipient", "").strip():
            self.add_error("recipient", _("Say to whom it is to go."))
        return clean

    def question(self) -> Question:
        """What is asked about."""
        clean = self.cleaned_data
        return Question(
            acts=SEXUAL.acts if clean["act"] == self.SEXUAL else frozenset({clean["act"]}),
            places=frozenset({clean["place"].pk}) if clean["place"] else None,
            start=clean["since"],
            end=clean["until"],
        )
