"""An account as it is shown: each question in the form's order, with what was answered, unchanged.

A refusal is an answer and is shown as one. Whoever does not look after the account
sees that there are own words, and not what they say. Plain data in, plain data out.
"""

from dataclasses import dataclass
from typing import Any

from amana.forms.first_telling import first_telling

OWN_WORDS = {"own_words", "voice"}
SAID = {
    "refused": {"en": "Did not wish to say", "fr": "N'a pas souhaité le dire"},
    "unknown": {"en": "Does not know", "fr": "Ne sait pas"},
    "withheld": {
        "en": "Told in own words; shown to those who look after the account",
        "fr": "Dit avec ses propres mots ; montré à ceux qui suivent le récit",
    },
}


@dataclass(frozen=True)
class Answered:
    """One question and its answer: `kind` is said, chosen, refused, unknown or withheld."""

    name: str
    label: str
    kind: str
    words: tuple[str, ...]


def as_told(told: dict[str, Any], language: str, *, own_words: bool) -> list[Answered]:
    """What the JSON of an envelope answers, in the form's order; questions of no known form come last, by name."""
    form = first_telling()
    known = {question["name"]: question for question in form["questions"]}
    if told["form"] is None or told["form"]["id"] != form["id"]:
        known = {}
    answers: dict[str, Any] = told["answers"]
    order = [name for name in known if name in answers] + [name for name in answers if name not in known]
    shown = []
    for name in order:
        question = known.get(name, {"label": {"en": name}, "choices": None})
        hidden = not own_words and (name in OWN_WORDS or not known)
        shown.append(_answered(name, question, answers[name], language, hidden))
    return shown


def _answered(name: str, question: dict[str, Any], answer: Any, language: str, hidden: bool) -> Answered:
    label = _in(question["label"], language)
    if isinstance(answer, dict):
        kind = "refused" if answer.get("refused") else "unknown"
        return Answered(name, label, kind, (_in(SAID[kind], language),))
    if hidden:
        return Answered(name, label, "withheld", (_in(SAID["withheld"], language),))
    labels = {choice["code"]: _in(choice["label"], language) for choice in question["choices"] or []}
    words = [answer] if isinstance(answer, str) else answer
    kind = "chosen" if words and all(word in labels for word in words) else "said"
    return Answered(name, label, kind, tuple(labels.get(word, word) for word in words))


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()))
