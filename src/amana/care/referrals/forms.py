"""The forms of a referral. What a service may know is ticked one by one, and nothing is ticked beforehand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.care.referrals.actions import LONGEST_NAME, MADE
from amana.testimony.asking import WAYS
from amana.testimony.cases.forms import NO_MEMORY, day, listed, one_of, words
from amana.testimony.models import Consent
from amana.vocabulary import entries, label


def chosen(name: str, text: Any) -> forms.ChoiceField:
    """A code of the list `name`, which somebody has to choose: no first one is taken unseen."""
    return forms.ChoiceField(label=text, choices=listed(name, _("Choose")))


class ReferralForm(forms.Form):
    """How somebody comes to a service that was chosen, and what it may know."""

    urgency = chosen("referral_urgency", _("How soon"))
    way = forms.ChoiceField(
        label=_("How the person comes there"), choices=listed("referral_ways"), widget=forms.RadioSelect
    )
    purpose = words(
        _("What is asked of the service"),
        _("What help, not what happened. It goes on the page only if you tick it below."),
        rows=2,
    )
    shared = forms.MultipleChoiceField(
        label=_("What the service may know"),
        help_text=_("Tick only what the person wishes. Nothing is as good an answer."),
        required=False,
        choices=listed("referral_shares"),
        widget=forms.CheckboxSelectMultiple,
    )
    asked = forms.ChoiceField(
        label=_("Did the person say yes to this service, by its name?"),
        required=False,
        help_text=_("Only where it is told anything. A no changes nothing in how you help."),
    )
    language = one_of("languages", _("Asked in"), _("Not noted"))
    reply_on = day(
        _("Ask how it went on"), _("A day that is safe for the person. Empty: nobody will ask."), needed=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way, _("Yes, just now: %(how)s") % {"how": Consent.Way(way).label}) for way in WAYS]
        self.fields["asked"].choices = [("", _("Not asked now")), *ways]  # type: ignore[attr-defined]


class ElsewhereForm(forms.Form):
    """An organisation that is not in the directory: another desk, a person."""

    kind = chosen("services", _("Kind of help"))
    to = forms.CharField(
        label=_("Which organisation, or who"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs=NO_MEMORY),
    )


class WhenForm(forms.Form):
    """About when it was; either of the two is enough."""

    about = one_of("recently", _("About when"), _("Not known"))
    day = day(_("Or on which day"), needed=False)

    def clean(self) -> dict[str, Any]:
        """One of the two, or the form says so."""
        clean = super().clean() or {}
        if not self.errors and not (clean["about"] or clean["day"]):
            self.add_error("about", _("Choose about when, or a day. If it was not said, leave this be."))
        return clean


class NotMadeForm(forms.Form):
    """Why there was no referral."""

    kind = chosen("services", _("Kind of help"))
    outcome = forms.ChoiceField(label=_("What came of it"))
    note = words(_("Note"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [(code, label("referral_outcomes", code)) for code in entries("referral_outcomes") if code != MADE]
        self.fields["outcome"].choices = [("", _("Choose")), *outcomes]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What was heard, and when to ask again."""

    answer = chosen("referral_answers", _("What was heard"))
    heard = words(_("In a few words"), _("What the service or the person says of the help, and no more."), rows=2)
    reply_on = day(_("Ask again on"), _("Only while something is still awaited."), needed=False)
