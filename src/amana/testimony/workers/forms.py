"""The part's forms."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amana.testimony.workers.models import Worker
from amana.vocabulary import entries, label

NO_MEMORY = {"autocomplete": "off", "spellcheck": "false"}


class InviteForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(
        label=_("What this desk calls the person"),
        help_text=_("It never leaves the desk; the phone does not have it."),
        max_length=100,
        widget=forms.TextInput(attrs=NO_MEMORY),
    )


class EndForm(forms.Form):
    """Why a key ends, and since when."""

    reason = forms.ChoiceField(label=_("Why"), choices=Worker.Reason.choices, widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("Since when"),
        required=False,
        help_text=_(
            "The day on which the phone went missing, if that was before today. What came since then is marked."
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class CaseForm(forms.Form):
    """On whose list, and how it stands."""

    worker = forms.ModelChoiceField(Worker.objects.none(), label=_("On the list of"), empty_label=None)
    state = forms.ChoiceField(label=_("How it stands"))
    next = forms.DateField(label=_("Next visit"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, workers: QuerySet[Worker], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["worker"] = forms.ModelChoiceField(workers, label=_("On the list of"), empty_label=None)
        states = [(code, label("case_states", code)) for code in entries("case_states")]
        self.fields["state"] = forms.ChoiceField(label=_("How it stands"), choices=states)
