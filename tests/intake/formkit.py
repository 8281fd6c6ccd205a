"""An invented form with a question of every kind, an invented list of places, and a site that asks it."""

import json
from typing import Any

from hubkit import sha256
from pagekit import Site

Said = dict[str, str]


def said(en: str, fr: str, ar: str) -> Said:
    return {"en": en, "fr": fr, "ar": ar}


def choice(code: str, label: Said, shown: object = None) -> dict[str, Any]:
    return {"code": code, "label": label, "picture": None, "shown": shown}


def question(name: str, kind: str, label: Said, **more: object) -> dict[str, Any]:
    plain = {"hint": None, "picture": None, "list": None, "shown": None, "check": None}
    return {"name": name, "kind": kind, "label": label} | plain | more


def group(name: str, kind: str, label: Said, questions: list[dict[str, Any]], **more: object) -> dict[str, Any]:
    plain = {"hint": None, "picture": None, "shown": None, "most": None}
    return {"name": name, "kind": kind, "label": label, "questions": questions} | plain | more


YES = choice("yes", said("Yes", "Oui", "نعم"))
NO = choice("no", said("No", "Non", "لا"))
OTHER = choice("other", said("Something else", "Autre chose", "شيء آخر"))

EVERY_KIND = {
    "form": "amana-form/2",
    "id": "every_kind",
    "version": "1",
    "teller": "survivor",
    "names": said("An invented form", "Un formulaire inventé", "استمارة متخيَّلة"),
    "lists": {
        "yes_no": [YES, NO, OTHER],
        "taken": [
            choice("goat", said("A goat", "Une chèvre", "عنزة")),
            choice("boat", said("A boat", "Une pirogue", "قارب"), ["=", ["answer", "river"], "yes"]),
            OTHER,
        ],
        "times": [
            choice("lately", said("In the last days", "Ces derniers jours", "في الأيام الأخيرة")),
            choice("continuing", said("It still goes on", "Cela continue", "ما زال مستمرًا")),
        ],
    },
    "questions": [
        question(
            "welcome",
            "note",
            said(
                "A few questions about the ninth river",
                "Quelques questions sur la neuvième rivière",
                "أسئلة قليلة عن النهر التاسع",
            ),
            hint=said("You may pass over each.", "Vous pouvez passer chacune.", "يمكن ترك كل منها."),
        ),
        question(
            "river", "one", said("Was it at the river?", "Était-ce à la rivière ?", "هل كان عند النهر؟"), list="yes_no"
        ),
        question("taken", "many", said("What was taken?", "Qu'est-ce qui a été pris ?", "ما الذي أُخذ؟"), list="taken"),
        question(
            "herons",
            "number",
            said("How many herons were there?", "Combien y avait-il de hérons ?", "كم كان عدد طيور البلشون؟"),
            check={
                "that": ["<", ["self"], 100],
                "say": said("That is very many.", "C'est vraiment beaucoup.", "هذا كثير جدًا."),
            },
        ),
        question(
            "when",
            "when",
            said("About when was it?", "C'était quand, à peu près ?", "متى كان ذلك تقريبًا؟"),
            list="times",
        ),
        question(
            "since", "when", said("Since when did you know?", "Depuis quand le saviez-vous ?", "منذ متى كنت تعرف؟")
        ),
        question("where", "where", said("About where was it?", "C'était où, à peu près ?", "أين كان ذلك تقريبًا؟")),
        question(
            "near", "where", said("Where did you go then?", "Où êtes-vous allé ensuite ?", "إلى أين كان الذهاب بعدها؟")
        ),
        group(
            "after",
            "group",
            said("Afterwards", "Ensuite", "بعد ذلك"),
            [
                question("said", "text", said("What was said?", "Qu'est-ce qui a été dit ?", "ماذا قيل؟")),
                group(
                    "people",
                    "repeat",
                    said("Who was there", "Qui était là", "من كان هناك"),
                    [
                        question(
                            "looks",
                            "text",
                            said("What did they look like?", "À quoi ressemblaient-ils ?", "كيف كان شكلهم؟"),
                        ),
                        question(
                            "scarf",
                            "one",
                            said("Was there a scarf?", "Y avait-il un foulard ?", "هل كان هناك وشاح؟"),
                            list="yes_no",
                        ),
                        question(
                            "colour",
                            "text",
                            said("Which colour?", "De quelle couleur ?", "ما لونه؟"),
                            shown=["=", ["answer", "scarf"], "yes"],
                        ),
                    ],
                    hint=said("Each one alone.", "Chacun à part.", "كل واحد على حدة."),
                ),
            ],
        ),
        question("photo", "picture", said("Is there a photo?", "Y a-t-il une photo ?", "هل توجد صورة؟")),
        question("aloud", "voice", said("Would you rather say it?", "Préférez-vous le dire ?", "هل تفضّل قوله بصوتك؟")),
        question(
            "several",
            "text",
            said("Did they come together?", "Sont-ils venus ensemble ?", "هل جاؤوا معًا؟"),
            shown=[">", ["count", "people"], 1],
        ),
    ],
}
WITNESS = EVERY_KIND | {
    "id": "seen",
    "teller": "witness",
    "names": said("I saw it", "Je l'ai vu", "رأيته"),
    "lists": {},
    "questions": [question("seen", "text", said("What did you see?", "Qu'avez-vous vu ?", "ماذا رأيت؟"))],
}

GAZETTEER = {
    "places": "amana-places/1",
    "source": "invented",
    "entries": sorted(
        [
            ["r1", "Séloua", None, "14.50,-4.20", ["سلوى"]],
            ["r2", "Ouarra", None, "16.10,-2.90", ["واره"]],
            ["r1-adrin", "Korba-Adrin", "r1", "14.42,-4.11", ["كوربا أدرين"]],
            ["r1-tesso", "N'Tesso", "r1", "14.91,-4.60", []],
            ["r1-adrin-1", "Djallou", "r1-adrin", "14.44,-4.02", ["Jalu", "جالو"]],
            ["r1-adrin-2", "Heron Stones", "r1-adrin", "14.38,-4.15", []],
            ["r2-min", "Minka", "r2", "16.20,-3.10", []],
        ]
        + [
            [f"r2-min-{n:02}", f"Minka {n}", "r2-min", f"{16 + n / 40:.2f},{-3.1 + n % 7 / 20:.2f}", []]
            for n in range(30)
        ]
    ),
}


def encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def ask(site: Site, *forms: dict[str, Any], serial: int = 2) -> None:
    """Put a card whose forms are these, with the invented list of places."""
    files = [encoded(form) for form in forms]
    places = encoded(GAZETTEER)
    named = [
        {"id": form["id"], "version": form["version"], "phone": sha256(data), "odk": None}
        for form, data in zip(forms, files, strict=True)
    ]
    site.publish(serial, more=(*files, places), languages=["en", "fr", "ar"], forms=named, places=sha256(places))
