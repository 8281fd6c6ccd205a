"""The questionnaire, as the phone reads it (spec/form.md): what is asked, of whom, and when a question is shown.

Promises: in a form that reads, each name stands for one thing, and nothing points to what is not there. No question is
required: there is no member that says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from amana.sealing.expressions import Expression, references, uses_self
from amana.sealing.shapes import ByLanguage, ChoiceCode, Code, Positive, QuestionName, Shape

Picture = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$")]
CHOOSING = ("one", "many")
CHOICES_BESIDE = ("when", "where")


class Choice(Shape):
    """One thing that may be chosen."""

    code: ChoiceCode
    label: ByLanguage
    picture: Picture | None
    shown: Expression | None


class Check(Shape):
    """What an answer should be, and the sentence to show where it is not; it keeps nobody from going on."""

    that: Expression
    say: ByLanguage


class Question(Shape):
    """One question: `one` and `many` have a list, `when` and `where` may have one beside own words."""

    name: QuestionName
    kind: Literal["one", "many", "text", "number", "when", "where", "voice", "picture", "note"]
    label: ByLanguage
    hint: ByLanguage | None
    picture: Picture | None
    list: str | None
    shown: Expression | None
    check: Check | None


class Group(Shape):
    """Questions that belong together; a repeat is asked as often as there are people, or events."""

    name: QuestionName
    kind: Literal["group", "repeat"]
    label: ByLanguage
    hint: ByLanguage | None
    picture: Picture | None
    shown: Expression | None
    most: Positive | None
    questions: list["Question | Group"]


class Form(Shape):
    """The questionnaire."""

    form: Literal["amana-form/2"] = "amana-form/2"
    id: Code
    version: str
    teller: Literal["survivor", "witness", "listener", "clinician"]
    names: ByLanguage = Field(min_length=1)
    lists: dict[QuestionName, list[Choice]]
    questions: list[Question | Group]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if any(len({choice.code for choice in choices}) < len(choices) for choices in self.lists.values()):
            raise ValueError("two choices of one code")
        before: dict[str, tuple[str, str | None]] = {}
        for item, repeat in walk(self.questions):
            self._fits(item, repeat)
            own = {item.name: (item.kind, repeat)}
            for expression in self._shown(item):
                _check_names(expression, before, repeat)
            if isinstance(item, Question) and item.check:
                _check_names(item.check.that, before | own, repeat)
            if item.name in before:
                raise ValueError("two of one name")
            before |= own
        return self

    def _fits(self, item: Question | Group, repeat: str | None) -> None:
        if isinstance(item, Group):
            if (item.kind == "repeat" and repeat is not None) or (item.kind == "group" and item.most is not None):
                raise ValueError("a repeat in a repeat, or a group that is asked at most so often")
        elif item.list is None:
            if item.kind in CHOOSING:
                raise ValueError("nothing to choose from")
        elif item.kind not in (*CHOOSING, *CHOICES_BESIDE) or item.list not in self.lists:
            raise ValueError("a list that is not there, or where nothing is chosen")
        if any(uses_self(expression) for expression in self._shown(item)):
            raise ValueError("an answer that is not being checked")

    def _shown(self, item: Question | Group) -> list[Expression]:
        choices = self.lists[item.list] if isinstance(item, Question) and item.list is not None else []
        return [shown for shown in (item.shown, *(choice.shown for choice in choices)) if shown is not None]


def walk(
    questions: Sequence[Question | Group], repeat: str | None = None
) -> Iterator[tuple[Question | Group, str | None]]:
    """Each question and group in the order in which it is asked, with the repeat that it stands in, if any."""
    for item in questions:
        yield item, repeat
        if isinstance(item, Group):
            yield from walk(item.questions, item.name if item.kind == "repeat" else repeat)


def _check_names(expression: Expression, before: Mapping[str, tuple[str, str | None]], repeat: str | None) -> None:
    """Refuse an expression, of something in `repeat`, that names what was not asked before, or is in another repeat."""
    for call, name in references(expression):
        kind, place = before.get(name, ("", None))
        if call == "count":
            fits = kind == "repeat" and name != repeat
        elif call == "selected":
            fits = kind in (*CHOOSING, *CHOICES_BESIDE)
        else:
            fits = kind not in ("", "group", "repeat", "note")
        if not fits or place not in (None, repeat):
            raise ValueError("an expression names what it cannot")
