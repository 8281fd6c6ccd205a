"""A finished brief as plain data, the same for every format it is told in.

Text is a sequence of runs, so that a figure in the prose never loses the claim
it came from: whoever renders a document can print a figure, not make one up.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A stretch of text. `claim` names the claim or estimate it was taken from; `notes` are the footnotes after it."""

    text: str
    claim: str | None = None
    notes: tuple[int, ...] = ()


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Glance:
    """One figure of the box under the headline: the phrase, what is said of it, and its kind in words."""

    phrase: str
    about: Text
    kind: str
    claim: str


@dataclass(frozen=True)
class Section:
    """A heading and its paragraphs."""

    id: str
    heading: str
    paragraphs: tuple[Text, ...]


@dataclass(frozen=True)
class Response:
    """Somebody who was asked to respond, about what, and what came of it."""

    who: str
    about: str
    outcome: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Bar:
    """One line of the documented minimum: at least `least` survivors, in words `words`, made up by `claims`.

    `least` is 0 where nobody gave a number, and None where the count is hidden. `jointly` are claims of this party
    together with others, not divided between them.
    """

    label: str
    least: int | None
    words: str
    claims: tuple[str, ...]
    jointly: tuple[str, ...]


@dataclass(frozen=True)
class Minimum:
    """The documented minimum in all and by party. Parties may share survivors, so the bars need not add up."""

    total: int | None
    words: str
    parties: tuple[Bar, ...]
    explanation: Text
    cautions: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """Counts of the accounts told to a desk, after disclosure control: lines and their total; None is hidden."""

    lines: tuple[tuple[str, int | None], ...]
    total: int | None


@dataclass(frozen=True)
class Figure:
    """One figure of the brief, opened: its kind and who states it, of what, by which party, when, where."""

    claim: str
    phrase: str
    kind: str
    about: str
    party: str
    period: str
    place: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What one model says: its interval in words, or that it refuses, and what to be warned of."""

    model: str
    words: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Estimated:
    """An estimate of the brief, opened: every model's answer beside the others, and all that makes it again."""

    claim: str
    about: str
    kind: str
    answers: tuple[Answer, ...]
    facts: tuple[tuple[str, str], ...]
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Note:
    """A footnote: who is cited for what, and where it was published."""

    number: int
    text: str
    address: str | None


@dataclass(frozen=True)
class Document:
    """A whole brief. `day` is ISO, `date` the same in words; `labels` are the words around the text.

    `told` counts accounts of the desk that writes the brief; `marks` stand at the head of every page.
    """

    language: str
    headline: str
    summary: tuple[Text, ...]
    day: str
    date: str
    publisher: str
    labels: dict[str, str]
    glance: tuple[Glance, ...]
    sections: tuple[Section, ...]
    responses: tuple[Response, ...]
    minimum: Minimum
    figures: tuple[Figure, ...]
    notes: tuple[Note, ...]
    method: tuple[Text, ...]
    estimates: tuple[Estimated, ...] = ()
    told: Told | None = None
    marks: tuple[str, ...] = ()
