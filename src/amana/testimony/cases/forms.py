"""The forms of a case. Nothing in them is required that a person could not know, or would not say."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amana.desk.models import User
from amana.desk.policy import may
from amana.testimony.asking import WAYS
from amana.testimony.models import Consent
from amana.vocabulary import entries, label

NO_MEMORY = {"autocomplete": "off", "spellcheck": "false"}
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def listed(name: str, empty: str | Promise = "") -> Callable[[], list[tuple[str, str | Promise]]]:
    """The choices of a list of the vocabulary, in the reader's language; with `empty`, first that none was chosen."""

    def choices() -> list[tuple[str, str | Promise]]:
        first: list[tuple[str, str | Promise]] = [("", empty)] if empty else []
        return first + [(code, label(name, code)) for code in entries(name)]

    return choices


def one_of(name: str, text: Any, empty: str | Promise = "", hint: Any = "") -> forms.ChoiceField:
    """A question whose answer is a code of the list `name`; it may stay open where `empty` says how that reads."""
    return forms.ChoiceField(label=text, choices=listed(name, empty), required=not empty, help_text=hint)


def words(text: Any, hint: Any = "", *, needed: bool = False, rows: int = 3) -> forms.CharField:
    """Own words, kept by no browser."""
    area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=text, help_text=hint, required=needed, max_length=10_000, widget=area)


def line(text: Any, hint: Any = "") -> forms.CharField:
    """A few words."""
    return forms.CharField(
        label=text, help_text=hint, required=False, max_length=300, widget=forms.TextInput(attrs=NO_MEMORY)
    )


def day(text: Any, hint: Any = "", *, needed: bool = True) -> forms.DateField:
    """A day, as the browser asks for one."""
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=text, help_text=hint, required=needed, widget=picker)


class AboutForm(forms.Form):
    """Whom one speaks with."""

    age = line(_("Age in years"), _("As it was said. Leave it empty if it is not known."))
    band = one_of("age_bands", _("Or about how old"), _("Not known"))
    sex = one_of("sexes", _("Who"), _("Not said"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, choices=listed("languages"), widget=forms.CheckboxSelectMultiple
    )
    assent = one_of(
        "agreement",
        _("If under eighteen: does she or he agree to be helped so?"),
        _("Not asked"),
        _("A no holds, whoever else agrees."),
    )


class GuardianForm(forms.Form):
    """Who answers for somebody under eighteen."""

    relation = one_of("guardians", _("Who answers for this child"))
    harmed = one_of("may_have_harmed", _("Could this be the one who harmed?"))
    name = line(_("Name"), _("Only if it is needed."))
    contact = line(_("How to reach them safely"))


class HarmedForm(forms.Form):
    """What is known now of a guardian."""

    harmed = one_of("may_have_harmed", _("Could this be the one who harmed?"))


class InterestForm(forms.Form):
    """A decision for somebody under eighteen."""

    weighed = words(_("What was weighed"), _("What speaks for it, what against it, and who was asked."), needed=True)
    share = forms.ChoiceField(
        label=_("Is sharing what this child told in its best interest?"), choices=YES_NO, widget=forms.RadioSelect
    )


class MeetingForm(forms.Form):
    """One meeting: what was said apart from what was seen."""

    day = day(_("Day"))
    how = one_of("meeting_ways", _("How you met"))
    language = one_of("languages", _("In which language"), _("Not noted"))
    interpreter = one_of("interpreters", _("Who interpreted"), _("Not noted"))
    interpreter_agreed = one_of("agreement", _("Did the person agree to this interpreter?"), _("Not asked"))
    outcome = one_of("telling_outcomes", _("How the telling went"), hint=_("Not to tell is an answer. Do not press."))
    said = words(_("What the person said"), _("In their own words as far as you have them. No more than is needed."))
    seen = words(_("What you saw yourself"), _("Only what you saw or heard, and no conclusion: it is kept apart."))


class RiskForm(forms.Form):
    """A reprisal that is feared."""

    level = one_of("risk_levels", _("How likely is a reprisal?"))
    whom = words(_("From whom"), rows=2)
    agreed = words(_("What was agreed about it"), _("How, when and where to be in touch; what never to do."))
    review_on = day(_("Look at it again on"), needed=False)
    hold = forms.BooleanField(label=_("Share nothing of this person's while it lasts"), required=False)


class TaskForm(forms.Form):
    """Something to do."""

    kind = one_of("task_kinds", _("What is to be done"))
    due = day(_("By"))
    note = line(_("Note"))


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("To"), empty_label=None)
    reason = one_of("handover_reasons", _("Why"))
    note = words(_("What the next person should know"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [user.pk for user in User.objects.filter(is_active=True) if may(user, "testimony.handle")]
        self.fields["to"].queryset = User.objects.filter(pk__in=able)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why nothing more is to be done."""

    reason = one_of("closing_reasons", _("Why"))
    note = words(_("Note"), rows=2)


class ReopenForm(forms.Form):
    """Why it goes on."""

    reason = one_of("reopening_reasons", _("Why"))
    note = words(_("Note"), rows=2)


class AgreedForm(forms.Form):
    """An answer of hers, for all that is here of her."""

    purpose = one_of("purposes", _("For"))
    recipient = line(_("Shared with"), _("Name the one organisation or person. Empty: nobody was named."))
    answer = forms.ChoiceField(label=_("The answer"), widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How it was given"))
    language = one_of("languages", _("Asked in"), _("Not noted"))
    valid_until = day(_("Holds until"), _("Empty: until it is taken back."), needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [("yes", _("Agreed")), ("no", _("Not agreed")), ("withdrawn", _("Taken back"))]
        ways = [(way, Consent.Way(way).label) for way in WAYS]
        for name, choices in (("answer", answers), ("way", ways)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
