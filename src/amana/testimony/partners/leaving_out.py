"""What of an account goes to another desk: plain data in, plain data out.

Choices, numbers and days are the form's own words; anything else may point to a person, and goes only where the whole
release says so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from amana.testimony.telling import questions_of

WORDS, FILES = "own_words", "attachments"
LEFT_OUT: dict[str, tuple[str, ...]] = {"choices": (WORDS, FILES), "words": (FILES,), "all": ()}
"""Code of vocabulary/share_extents.yaml → what is left out."""


def leave_out(told: Mapping[str, Any], form: Mapping[str, Any] | None, extent: str) -> dict[str, Any]:
    """The `form`, `language`, `day`, `answers` and `attachments` of an account as they go; `form` as in spec/form.md.

    Of a form that is not known nothing is surely a choice, so all text counts as own words.
    """
    out = LEFT_OUT[extent]
    sent = [] if FILES in out else list(told["attachments"])
    named = {file["name"] for file in told["attachments"]} - {file["name"] for file in sent}
    questions = list(questions_of(form["questions"])) if form else []
    lists = _codes(form) if form else {}
    answers = _Keeper(lists, named, words=WORDS not in out).of(told["answers"], questions)
    return {
        "form": told["form"],
        "language": told["language"],
        "day": told["day"],
        "answers": answers,
        "attachments": sent,
    }


class _Keeper:
    """Keeps answers that are choices, or, with `words`, any but the names of files that do not go."""

    def __init__(self, lists: Mapping[str, set[str]], files: set[str], *, words: bool) -> None:
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
            return [one for one in answer if not isinstance(one, str) or self.goes(one, codes)]
        return answer if self.goes(answer, codes) else None

    def goes(self, text: str, codes: set[str]) -> bool:
        return text in codes or (self.words and text not in self.files)


def _codes(form: Mapping[str, Any]) -> dict[str, set[str]]:
    return {name: {choice["code"] for choice in choices} for name, choices in form["lists"].items()}
