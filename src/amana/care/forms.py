"""The form for one service. Each text is asked in every language of the desk's page."""

from typing import Any

from django import forms

from amana.care.models import Service
from amana.vocabulary import entries, label

LANGUAGES = {"en": "English", "fr": "French"}
TEXTS = {"names": "Name", "what": "What they do", "where": "Where it is", "hours": "When it is open"}
KNOWN = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
SAID = {True: "yes", False: "no", None: ""}
MEANT = {"yes": True, "no": False, "": None}


class ServiceForm(forms.Form):
    """One service. `value()` gives what spec/card.md names, without the id."""

    kind = forms.ChoiceField(label="Kind of help")
    phone = forms.CharField(label="Telephone", required=False, max_length=40)
    free = forms.ChoiceField(label="Free of charge", choices=KNOWN, required=False)
    women_staff = forms.ChoiceField(label="Women work there", choices=KNOWN, required=False)
    languages = forms.CharField(
        label="Languages spoken", required=False, max_length=200, help_text="Short codes with spaces, such as: fr bm ff"
    )
    windows = forms.MultipleChoiceField(label="Care that it gives", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, service: Service | None = None) -> None:
        super().__init__(data, initial=_initial(service) if service else None)
        for name, title in TEXTS.items():
            for language, called in LANGUAGES.items():
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{title} ({called})", required=name == "names" and language == "en", max_length=500
                )
        self.fields["kind"] = forms.ChoiceField(
            label="Kind of help", choices=[(c, label("services", c)) for c in entries("services")]
        )
        self.fields["windows"] = forms.MultipleChoiceField(
            label="Care that it gives",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(code, label("clinical_windows", code)) for code in entries("clinical_windows")],
        )
        self.order_fields(["kind", *(f"{n}_{lang}" for n in TEXTS for lang in LANGUAGES)])

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
    }
