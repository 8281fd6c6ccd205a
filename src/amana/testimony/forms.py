"""The room's forms."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.models import User
from amana.desk.policy import may
from amana.testimony import asking
from amana.testimony.actions import LONGEST_REPLY
from amana.testimony.models import Consent
from amana.vocabulary import entries, label

ANSWERS = [("yes", _("Agreed")), ("no", _("Not agreed")), ("withdrawn", _("Taken back"))]
WAYS = [(way, Consent.Way(way).label) for way in asking.WAYS]


class ReplyForm(forms.Form):
    """A reply."""

    text = forms.CharField(
        label=_("Your reply"),
        help_text=_(
            "It is read with the receipt, on whatever phone is at hand then. Someone else may see that screen: "
            "write nothing about what happened."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        max_length=LONGEST_REPLY,
    )


class EraseForm(forms.Form):
    """The code of what is to be erased, typed once more."""

    code = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, code: str, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.wanted = code
        self.fields["code"].label = gettext("To erase it, type its code: {code}").format(code=code)

    def clean_code(self) -> str:
        """Refuse another code."""
        given = str(self.cleaned_data["code"]).strip().upper()
        if given != self.wanted.upper():
            raise forms.ValidationError(_("This is not its code. Nothing was erased."))
        return given


class ConsentForm(forms.Form):
    """What she said for one purpose."""

    purpose = forms.ChoiceField(label=_("For"))
    answer = forms.ChoiceField(label=_("The answer"), choices=ANSWERS, widget=forms.RadioSelect)

    recipient = forms.CharField(
        label=_("Shared with"),
        required=False,
        max_length=300,
        help_text=_("Name the one organisation or person. Empty: nobody was named."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    way = forms.ChoiceField(label=_("How it was given"), choices=WAYS)
    language = forms.ChoiceField(label=_("Asked in"), required=False)
    valid_until = forms.DateField(
        label=_("Holds until"),
        required=False,
        help_text=_("Empty: until it is taken back."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    field_order = ("purpose", "recipient", "answer", "way", "language", "valid_until")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {name: [(code, label(name, code)) for code in entries(name)] for name in ("purposes", "languages")}
        self.fields["purpose"].choices = choices["purposes"]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Not noted")), *choices["languages"]]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("To"), empty_label=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        able = [user.pk for user in User.objects.filter(is_active=True) if may(user, "testimony.handle")]
        self.fields["to"] = forms.ModelChoiceField(User.objects.filter(pk__in=able), label=_("To"), empty_label=None)
        reasons = [(code, label("handover_reasons", code)) for code in entries("handover_reasons")]
        self.fields["reason"] = forms.ChoiceField(label=_("Why"), choices=reasons)


class IdentityForm(forms.Form):
    """Who she is, if she wishes it kept."""

    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    contact = forms.CharField(label=_("How to reach them"), required=False, max_length=500)
    safe_contact = forms.CharField(
        label=_("When and how that is safe"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who else answers this telephone, when it is safe to call, what to say you are calling about."),
    )
    identifying = forms.CharField(
        label=_("Words that point to this person"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A nickname, a relative's name, a shop: one a line. No release may hold them."),
    )


class ReasonForm(forms.Form):
    """Why somebody needs to see an identity."""

    reason = forms.CharField(
        label=_("Why you need to see it"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
