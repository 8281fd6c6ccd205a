"""Joins an outline to its claims: one document, every figure of which can be opened.

A claim of the folder that no paragraph rests on is refused, so a brief cannot
pass over in silence what a source stated.
"""

from amana.errors import Problem
from amana.events.claims import Claim
from amana.events.folder import Folder, paragraphs
from amana.events.outline import Outline
from amana.release.brief.document import Bar, Document, Figure, Glance, Minimum, Response, Run, Section, Told
from amana.release.brief.estimates import check_estimate, estimated, span
from amana.release.brief.facts import Facts, opened
from amana.release.brief.footnotes import Footnotes
from amana.release.brief.labels import labels, method
from amana.release.brief.minimum import Documented
from amana.release.brief.prose import fill, refuse_figures


def compose(folder: Folder, documented: Documented, told: Told | None = None, *, draft: bool = False) -> Document:
    """The brief that `folder.outline` asks for, with the documented minimum beside it, and a desk's own counts.

    Raises Problem `release.no_outline`, `release.left_out`, and those of `prose.fill` and `check_estimate`.
    """
    outline = folder.outline
    if outline is None:
        raise Problem("release.no_outline")
    _check_titles(outline)
    order = _order(outline, folder)
    words = labels(outline.language)
    facts = Facts(folder, words, outline.language)
    notes = Footnotes(facts)
    summary = tuple(fill(paragraph, facts, notes) for paragraph in outline.summary)
    for estimate in folder.estimates:
        check_estimate(estimate)
    glance = tuple(
        Glance(phrase, fill(item, facts, notes), kind, item.claim)
        for item in outline.glance
        for phrase, kind in [_figure_of(item.claim, facts)]
    )
    sections = tuple(
        Section(f"part-{number}", part.title, tuple(fill(paragraph, facts, notes) for paragraph in part.paragraphs))
        for number, part in enumerate(outline.sections, 1)
    )
    return Document(
        language=outline.language,
        headline=outline.headline,
        summary=summary,
        day=outline.day.isoformat(),
        date=facts.day(outline.day),
        publisher=outline.publisher,
        labels=words,
        glance=glance,
        sections=sections,
        responses=_responses(outline, words, notes),
        minimum=_minimum(documented, facts, order),
        figures=tuple(_figure(facts.claims[name], facts, notes) for name in order if name in facts.claims),
        estimates=tuple(estimated(facts.estimates[name], facts, notes) for name in order if name in facts.estimates),
        notes=notes.notes(),
        method=tuple((Run(text),) for text in _method(outline.language, words, folder)),
        told=told,
        marks=tuple(words[name] for name, on in (("draft", draft), ("invented", outline.invented)) if on),
    )


def _check_titles(outline: Outline) -> None:
    titles = [outline.headline, outline.publisher, *(section.title for section in outline.sections)]
    for text in titles + [words for asked in outline.asked for words in (asked.who, asked.about)]:
        refuse_figures(text, outline.language)


def _method(language: str, words: dict[str, str], folder: Folder) -> list[str]:
    return [*method(language), *([words["method_estimates"]] if folder.estimates else [])]


def _figure_of(name: str, facts: Facts) -> tuple[str, str]:
    """A claim's or an estimate's figure as it stands in the box, and its kind."""
    if claim := facts.claims.get(name):
        return opened(facts.phrase(claim)), facts.kind(claim)
    if estimate := facts.estimates.get(name):
        return opened(span(estimate, facts)), facts.labels["kind_own_estimate"]
    raise Problem("release.placeholder", placeholder=name)


def _order(outline: Outline, folder: Folder) -> list[str]:
    """Claims and estimates in the order in which the text first rests on them; all of the folder's, or a Problem."""
    claims = {claim.id for claim in folder.claims} | {estimate.id for estimate in folder.estimates}
    found = dict.fromkeys(name for _, paragraph in paragraphs(outline) for name in paragraph.rests_on if name in claims)
    for name in sorted(claims - found.keys()):
        raise Problem("release.left_out", claim=name)
    return list(found)


def _responses(outline: Outline, words: dict[str, str], notes: Footnotes) -> tuple[Response, ...]:
    return tuple(
        Response(
            asked.who,
            asked.about,
            words["responded" if asked.responded else "not_responded"],
            notes.of([asked.statement] if asked.statement else []),
        )
        for asked in outline.asked
    )


def _minimum(documented: Documented, facts: Facts, order: list[str]) -> Minimum:
    """The minimum in all and by party, the longest bar first."""
    labels = facts.labels
    bars = (
        Bar(opened(line.name), line.least, _least(line.least, facts), line.claims, line.jointly)
        for line in documented.lines
    )
    cautions = (
        labels["caution"].format(one=order.index(claim) + 1, other=order.index(other) + 1)
        for claim, other in documented.cautions
    )
    total, persons = _least(documented.total, facts), _least(documented.persons, facts)
    return Minimum(
        documented.total,
        total,
        tuple(sorted(bars, key=lambda bar: (-(bar.least or 0), bar.label))),
        (Run(labels["minimum_text"].format(least=total, persons=persons)),),
        tuple(cautions),
        documented.claims,
    )


def _least(count: int | None, facts: Facts) -> str:
    if count is None:
        return facts.labels["hidden"]
    return f"{facts.labels['at_least']} {facts.number(count)}" if count else facts.labels["no_number"]


def _figure(claim: Claim, facts: Facts, notes: Footnotes) -> Figure:
    return Figure(
        claim=claim.id,
        phrase=opened(facts.phrase(claim)),
        kind=facts.kind(claim),
        about=claim.summary,
        party=facts.party(claim),
        period=facts.period(claim),
        place=facts.place(claim),
        notes=notes.of([claim.id]),
    )
