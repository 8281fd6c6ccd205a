"""The desk's own forms."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from amana.desk.doors import MOST_TRUSTEES, SHORTEST_PASSPHRASE
from amana.desk.models import User
from amana.errors import Problem
from amana.language import spoken
from amana.vocabulary import entries, label

F = TypeVar("F", bound=forms.BaseForm)
NO_MEMORY = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


@cache
def blank(kind: Callable[..., F], language: str, **given: str) -> F:
    """An empty form that asks everybody the same, whatever is kept: drawn once for each language (`fields_of`)."""
    return kind(**given)


class UnlockForm(forms.Form):
    """The pass-phrase."""

    passphrase = forms.CharField(
        label=_("Pass-phrase"), strip=False, widget=forms.PasswordInput(attrs={**NO_MEMORY, "autofocus": True})
    )


class WordsForm(forms.Form):
    """One trustee's words. They are shown as typed: a wrong one has to be found among 33."""

    words = forms.CharField(
        label=_("Your 33 words"),
        help_text=_("In their order. Four letters of each are enough; numbers and commas do no harm."),
        max_length=1000,
        widget=forms.Textarea(attrs={**NO_MEMORY, "autofocus": True, "rows": 6}),
    )


class TrusteesForm(forms.Form):
    """How many of how many, and the pass-phrase until now."""

    need = forms.IntegerField(label=_("How many are needed"), min_value=2, max_value=MOST_TRUSTEES, initial=2)
    of = forms.IntegerField(label=_("How many trustees there are"), min_value=2, max_value=MOST_TRUSTEES, initial=3)
    passphrase = forms.CharField(
        label=_("The pass-phrase until now"), strip=False, widget=forms.PasswordInput(attrs=NO_MEMORY)
    )

    def clean_of(self) -> int:
        """As many as are needed, or more."""
        if self.cleaned_data.get("need", 2) > self.cleaned_data["of"]:
            raise forms.ValidationError(str(Problem("desk.bad_trustees", most=MOST_TRUSTEES)))
        return int(self.cleaned_data["of"])


class NewPassphraseForm(forms.Form):
    """The pass-phrase until now, and the new one twice."""

    passphrase = forms.CharField(
        label=_("The pass-phrase until now"), strip=False, widget=forms.PasswordInput(attrs=NO_MEMORY)
    )
    new = forms.CharField(
        label=_("New pass-phrase"),
        help_text=_("At least 16 characters: six words that have nothing to do with one another are good."),
        min_length=SHORTEST_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs=NO_MEMORY),
    )
    again = forms.CharField(label=_("The same again"), strip=False, widget=forms.PasswordInput(attrs=NO_MEMORY))

    def clean_again(self) -> str:
        """Both must agree."""
        if self.cleaned_data.get("new", self.cleaned_data["again"]) != self.cleaned_data["again"]:
            raise forms.ValidationError(str(Problem("desk.different_passphrases")))
        return str(self.cleaned_data["again"])


class SignInForm(forms.Form):
    """Name and password."""

    name = forms.CharField(
        label=_("Your name here"), max_length=100, widget=forms.TextInput(attrs={**NO_MEMORY, "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, max_length=1000, widget=forms.PasswordInput(attrs=NO_MEMORY)
    )


class CodeForm(forms.Form):
    """The six digits that the second factor shows now."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The six digits that your authenticator app shows now."),
        max_length=8,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True, "class": "code"}
        ),
    )

    def clean_code(self) -> str:
        """Apps show the digits in groups, and people type them so."""
        return "".join(str(self.cleaned_data["code"]).split())


class PasswordForm(forms.Form):
    """A new password, twice; and, unless it was only given for a first sign-in, the one that it replaces."""

    current = forms.CharField(
        label=_("The password you have now"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters. A few words in a row are easy to keep."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
    )
    again = forms.CharField(
        label=_("The same again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, user: User, *args: Any) -> None:
        super().__init__(*args)
        self.user = user
        if user.must_change_password:
            del self.fields["current"]

    def clean_current(self) -> str:
        """It must be hers."""
        if not self.user.check_password(self.cleaned_data["current"]):
            raise forms.ValidationError(_("This is not your password."))
        return str(self.cleaned_data["current"])

    def clean_password(self) -> str:
        """Long enough, and not one that everybody uses."""
        validate_password(self.cleaned_data["password"])
        plain = str(self.cleaned_data["password"]).casefold()
        name = str(self.user.name).casefold()
        if "amana" in plain or (len(name) > 3 and name in plain):
            say = _("Leave your name here and the name of this program out of it: both are guessed first.")
            raise forms.ValidationError(say)
        return str(self.cleaned_data["password"])

    def clean_again(self) -> str:
        """Both must agree."""
        if self.cleaned_data.get("password", self.cleaned_data["again"]) != self.cleaned_data["again"]:
            raise forms.ValidationError(_("The two are not the same. Type the new password once more."))
        return str(self.cleaned_data["again"])


class RolesForm(forms.Form):
    """What a person may do."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type checker what stands above
        field.choices = [
            (code, f"{label('roles', code)}: {role.facts['does'].get(spoken(), role.facts['does']['en'])}")
            for code, role in entries("roles").items()
        ]


class PersonForm(RolesForm):
    """A new person at the desk."""

    name = forms.CharField(
        label=_("Name here"), max_length=100, help_text=_("With which they sign in. It need not be a legal name.")
    )
    field_order = ("name", "roles")
