"""An account as it is shown: each question in the form's order, with what was answered, unchanged.

A refusal is an answer and is shown as one. What was said in own words stands apart from what was chosen. Whoever does
not look after the account sees that there are own words, and not what they say. Plain data in, plain data out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amana.vocabulary import entries, label

OPEN = ("when", "where")
"""Kinds whose own words are needed to find the event."""
OF_PARTIES = "by_whom"
"""The question of which parties are made, so that its words are needed as well."""
SAID = {
    "refused": {"en": "Did not wish to say", "fr": "N'a pas souhaité le dire", "ar": "لم يُرِد قول ذلك"},
    "unknown": {"en": "Does not know", "fr": "Ne sait pas", "ar": "لا يعرف"},
    "withheld": {
        "en": "Told in own words; shown to those who look after the account",
        "fr": "Dit avec ses propres mots ; montré à qui suit le récit",
        "ar": "قيل بكلماته؛ ويظهر لمن يتابع الرواية",
    },
    "age": {"en": "At the age of about {age}", "fr": "À l'âge de {age} ans environ", "ar": "في عمر {age} سنة تقريبًا"},
    "point": {
        "en": "Near {point}, within {km} km",
        "fr": "Près de {point}, à {km} km près",
        "ar": "قرب {point}، بتقريب {km} كم",
    },
    "place": {"en": "Place {place}", "fr": "Lieu {place}", "ar": "المكان {place}"},
}


@dataclass(frozen=True)
class Answered:
    """One question and its answer: `words` of the form, the calendar or the gazetteer, and `own` words.

    `kind` is said, refused, unknown, or withheld (then `own` is empty, and something else may be shown); `head` names
    the group it stands in, and which instance of a repeat.
    """

    name: str
    head: str
    label: str
    kind: str
    words: tuple[str, ...]
    own: tuple[str, ...]


def as_told(
    told: Mapping[str, Any],
    form: Mapping[str, Any] | None,
    language: str,
    *,
    own_words: bool,
    places: Mapping[str, str] | None = None,
) -> list[Answered]:
    """What the JSON of an envelope answers, in the order of its form; what answers no question of it comes last.

    `form` is as in spec/form.md, None where it is not known; `places`: id → name, of the gazetteer. Any answers that
    the envelope's format allows are shown with any form, since a form and what was told may be of two versions.
    """
    teller = _Teller(form, language, own_words, places or {})
    return list(teller.all_of(form["questions"] if form else [], told["answers"], ""))


class _Teller:
    def __init__(
        self, form: Mapping[str, Any] | None, language: str, own_words: bool, places: Mapping[str, str]
    ) -> None:
        self.lists = form["lists"] if form else {}
        self.language, self.own_words, self.places = language, own_words, places

    def all_of(
        self, questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], head: str
    ) -> Iterator[Answered]:
        """Every answer: those that the questions ask for, then the others, which may be anything, so are own words."""
        yield from self.walk(questions, answers, head)
        asked = {question["name"] for question in questions_of(questions)}
        for name in answers:
            if name not in asked:
                yield from self.answered({"name": name, "kind": "text", "label": {"en": name}}, answers[name], head)

    def walk(self, questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], head: str) -> Iterator[Answered]:
        for question in questions:
            if question["kind"] == "group":
                yield from self.walk(question["questions"], answers, self.say(question["label"]) or head)
            elif question["name"] in answers:
                yield from self.answered(question, answers[question["name"]], head)

    def answered(self, question: Mapping[str, Any], answer: Any, head: str) -> Iterator[Answered]:
        name, words = question["name"], self.say(question["label"])
        if isinstance(answer, dict) and "each" in answer:
            for number, instance in enumerate(answer["each"], start=1):
                yield from self.all_of(question.get("questions", []), instance, f"{words} {number}")
        elif isinstance(answer, dict) and ("refused" in answer or "unknown" in answer):
            kind = "refused" if "refused" in answer else "unknown"
            yield Answered(name, head, words, kind, (self.say(SAID[kind]),), ())
        else:
            yield self.said(question, answer if isinstance(answer, list) else [answer], head)

    def said(self, question: Mapping[str, Any], given: Sequence[Any], head: str) -> Answered:
        labels = {choice["code"]: self.say(choice["label"]) for choice in self.lists.get(question.get("list"), [])}
        words = tuple(
            labels[one] if isinstance(one, str) else self.exact(one)
            for one in given
            if not isinstance(one, str) or one in labels
        )
        own = tuple(one for one in given if isinstance(one, str) and one not in labels)
        hidden = own and not (self.own_words or question["kind"] in OPEN or question["name"] == OF_PARTIES)
        if hidden:
            words, own = (*words, self.say(SAID["withheld"])), ()
        return Answered(
            question["name"], head, self.say(question["label"]), "withheld" if hidden else "said", words, own
        )

    def exact(self, answer: Mapping[str, Any]) -> str:
        """A number, a date or a place in words."""
        match answer:
            case {"number": number}:
                return str(number)
            case {"date": date}:
                return str(date)
            case {"season": season, "year": year}:
                name = label("seasons", season, self.language) if season in entries("seasons") else season
                return f"{name} {year or ''}".strip()
            case {"place": place} if place in self.places:
                return self.places[place]
        kind = next(kind for kind in ("age", "point", "place") if kind in answer)
        return self.say(SAID[kind]).format(**answer)

    def say(self, texts: Mapping[str, str]) -> str:
        return texts.get(self.language) or texts.get("en") or next(iter(texts.values()), "")


def questions_of(questions: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Questions and repeats, those within groups among them: what an answer can be named by."""
    for question in questions:
        if question["kind"] == "group":
            yield from questions_of(question["questions"])
        else:
            yield question
