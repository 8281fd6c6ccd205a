"""What of an account goes to another desk: plain data in, plain data out.

Choices, numbers and days are the form's own words; anything else may point to a person, and goes only where the whole
release says so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from amana.testimony.telling import questions_of

WORDS, FILES = "own_words", "attachments"
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "choices": (WORDS, FILES),
    "words": (FILES,),
    "voice": (),
    "anew": (),
    "all": (),
}
"""Code of vocabulary/share_extents.yaml, from the least to the most that goes → what is left out."""
AS_THEY_CAME = "as_came"
Files = Mapping[str, Sequence[Mapping[str, Any]]]
"""Name of an attachment → what is said of what goes in its place; what does not go is not there."""


def as_they_came(told: Mapping[str, Any]) -> Files:
    """Each attachment in its own place."""
    return {file["name"]: [file] for file in told["attachments"]}


def least(one: str, other: str) -> str:
    """Of two extents the one by which less goes."""
    return min(one, other, key=list(LEFT_OUT).index)


def leave_out(told: Mapping[str, Any], form: Mapping[str, Any] | None, extent: str, files: Files) -> dict[str, Any]:
    """The `form`, `language`, `day`, `answers` and `attachments` of an account as they go; `form` as in spec/form.md.

    Of a form that is not known nothing is surely a choice, so all text counts as own words. `files` is what goes where
    any go; an answer that names an attachment names the first of what goes in its place.
    """
    out = LEFT_OUT[extent]
    sent = {} if FILES in out else files
    going = [(file["name"], sent.get(file["name"], ())) for file in told["attachments"]]
    named = {name: next((one["name"] for one in instead), None) for name, instead in going}
    questions = list(questions_of(form["questions"])) if form else []
    lists = _codes(form) if form else {}
    answers = _Keeper(lists, named, words=WORDS not in out).of(told["answers"], questions)
    return {
        "form": told["form"],
        "language": told["language"],
        "day": told["day"],
        "answers": answers,
        "attachments": [dict(one) for _, instead in going for one in instead],
    }


class _Keeper:
    """Keeps answers that are choices, or, with `words`, any; `files`: name → its name where it goes, None if not."""

    def __init__(self, lists: Mapping[str, set[str]], files: Mapping[str, str | None], *, words: bool) -> None:
        self.lists, self.files, self.words = lists, files, words

    def of(self, answers: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        asked = {question["name"]: question for question in questions}
        kept = {name: self.kept(answer, asked.get(name, {})) for name, answer in answers.items()}
        return {name: answer for name, answer in kept.items() if answer not in (None, [])}

    def kept(self, answer: Any, question: Mapping[str, Any]) -> Any:
        if isinstance(answer, dict):
            if "each" not in answer:
                return answer
            inner = list(questions_of(question.get("questions", [])))
            return {"each": [self.of(instance, inner) for instance in answer["each"]]}
        codes = self.lists.get(question.get("list") or "", set())
        if isinstance(answer, list):
            left = [one if not isinstance(one, str) else self.said(one, codes) for one in answer]
            return [one for one in left if one is not None]
        return self.said(answer, codes)

    def said(self, text: str, codes: set[str]) -> str | None:
        if text in codes:
            return text
        if text in self.files:
            return self.files[text]
        return text if self.words else None


def _codes(form: Mapping[str, Any]) -> dict[str, set[str]]:
    return {name: {choice["code"] for choice in choices} for name, choices in form["lists"].items()}
