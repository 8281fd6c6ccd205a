"""The form for one service. Each text is asked in every language of the desk's page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amana.care.models import Area, Service
from amana.vocabulary import entries, label

LANGUAGES = {"en": _("English"), "fr": _("French"), "ar": _("Arabic")}
TEXTS = {
    "names": _("Name"),
    "what": _("What they do"),
    "where": _("Where it is"),
    "how": _("How to get there"),
    "hours": _("When it is open"),
}
KNOWN = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
SAID = {True: "yes", False: "no", None: ""}
MEANT = {"yes": True, "no": False, "": None}


class AreaForm(forms.Form):
    """One area: a short code, which no phone shows, and its name in each language."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]*$",
        label=_("Short code"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Small letters, digits and _, such as: north"),
    )

    def __init__(self, data: Any = None, area: Area | None = None) -> None:
        names = {f"names_{language}": said for language, said in area.names.items()} if area else {}
        super().__init__(data, initial={"code": area.code, **names} if area else None)
        for language, called in LANGUAGES.items():
            self.fields[f"names_{language}"] = forms.CharField(
                label=f"{TEXTS['names']} ({called})", required=language == "en", max_length=100
            )

    def names(self) -> dict[str, str]:
        """Its names by language."""
        clean = self.cleaned_data
        return {language: clean[f"names_{language}"] for language in LANGUAGES if clean[f"names_{language}"]}


class ServiceForm(forms.Form):
    """One service. `value()` gives what spec/card.md names, without the id."""

    kind = forms.ChoiceField(label=_("Kind of help"))
    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr"}),
    )
    free = forms.ChoiceField(label=_("Free of charge"), choices=KNOWN, required=False)
    women_staff = forms.ChoiceField(label=_("Women work there"), choices=KNOWN, required=False)
    languages = forms.CharField(
        label=_("Languages spoken"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Short codes with spaces, such as: fr bm ff"),
    )
    windows = forms.MultipleChoiceField(
        label=_("Care that it gives"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, service: Service | None = None) -> None:
        super().__init__(data, initial=_initial(service) if service else None)
        for name, title in TEXTS.items():
            for language, called in LANGUAGES.items():
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{title} ({called})", required=name == "names" and language == "en", max_length=500
                )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of help"), choices=[(c, label("services", c)) for c in entries("services")]
        )
        self.fields["windows"] = forms.MultipleChoiceField(
            label=_("Care that it gives"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(code, label("clinical_windows", code)) for code in entries("clinical_windows")],
        )
        self.fields["areas"] = forms.MultipleChoiceField(
            label=_("Near whoever is in"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(area.code, str(area)) for area in Area.objects.all()],
            help_text=_("None: it is shown to everyone alike."),
        )
        self.order_fields(["kind", *(f"{n}_{lang}" for n in TEXTS for lang in LANGUAGES), "areas"])

    def value(self) -> dict[str, Any]:
        """The service's members."""
        clean = self.cleaned_data
        texts = {
            name: {language: clean[f"{name}_{language}"] for language in LANGUAGES if clean[f"{name}_{language}"]}
            for name in TEXTS
        }
        return texts | {
            "kind": clean["kind"],
            "phone": clean["phone"] or None,
            "free": MEANT[clean["free"]],
            "women_staff": MEANT[clean["women_staff"]],
            "languages": clean["languages"].split(),
            "windows": clean["windows"],
            "areas": clean["areas"],
        }


def _initial(service: Service) -> dict[str, Any]:
    texts = {f"{name}_{lang}": getattr(service, name).get(lang, "") for name in TEXTS for lang in LANGUAGES}
    return texts | {
        "kind": service.kind,
        "phone": service.phone,
        "free": SAID[service.free],
        "women_staff": SAID[service.women_staff],
        "languages": " ".join(service.languages),
        "windows": service.windows,
        "areas": service.areas,
    }
