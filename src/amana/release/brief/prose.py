"""Fills an editor's template from the claims, and refuses what it may not say.

Each sentence is checked on its own (spec/claims.md, brief.yaml): it has no
figure of its own, and one that tells an allegation says that it is one.
"""

import re
from dataclasses import replace

from amana.errors import Problem
from amana.events.claims import Claim, Statement
from amana.events.outline import Paragraph
from amana.release.brief import wording
from amana.release.brief.document import Run, Text
from amana.release.brief.estimates import PLACED, place_estimate
from amana.release.brief.facts import Facts, opened
from amana.release.brief.footnotes import Footnotes
from amana.vocabulary import label

TOLD = {"told", "observed"}
FIGURES = {"", "people", "listed", "span", *PLACED}


def fill(paragraph: Paragraph, facts: Facts, footnotes: Footnotes) -> Text:
    """The paragraph's runs, with footnote marks after each sentence for all that the sentence places.

    Where the next sentence has the same marks, they are left to it. What the paragraph rests on but does not
    place is cited after its last sentence.
    Raises Problem `release.own_figure`, `release.placeholder`, `release.unattributed`, `release.too_certain`
    or `release.small_place`.
    """
    refuse_figures(paragraph.text, facts.language)
    sentences = _sentences(_runs(paragraph.text, facts))
    placed = {run.claim.split(".")[0] for sentence in sentences for run in sentence if run.claim}
    marks: list[tuple[int, ...]] = []
    for position, sentence in enumerate(sentences):
        names = [run.claim.split(".")[0] for run in sentence if run.claim]
        _check(sentence, names, facts)
        if position == len(sentences) - 1:
            names += [name for name in paragraph.rests_on if name not in placed]
        marks.append(footnotes.of(names))
    told: list[Run] = []
    for position, sentence in enumerate(sentences):
        told += _joined(sentence, facts)
        if marks[position] not in marks[position + 1 : position + 2]:
            told.append(Run("", notes=marks[position]))
        if position < len(sentences) - 1:
            told.append(Run(" "))
    _check_places(paragraph, "".join(run.text for run in told), facts)
    return tuple(run for run in told if run.text or run.notes)


def refuse_figures(text: str, language: str) -> None:
    """Raise Problem `release.own_figure` where a template has a figure outside its placeholders."""
    for word in wording.own_figures(text, language):
        raise Problem("release.own_figure", word=word, text=_short(text))


def _runs(text: str, facts: Facts) -> list[Run]:
    """The template cut at its placeholders; `claim` holds what a run was placed by."""
    runs: list[Run] = []
    for position, part in enumerate(wording.PLACEHOLDER.split(text)):
        if not position % 2:
            runs.append(Run(part))
            continue
        words = _place(part, facts)
        before = "".join(run.text for run in runs)
        if not before.strip() or re.search(r"[.!?][”\"]?\s+$", before):
            words = opened(words)
        runs.append(Run(words, claim=part))
    for position, run in enumerate(runs[:-1]):
        if run.claim and re.match(r"[.,;:!?]", runs[position + 1].text):
            runs[position] = replace(run, text=run.text.rstrip("."))
    return [run for run in runs if run.text]


def _place(placeholder: str, facts: Facts) -> str:
    name, _, part = placeholder.partition(".")
    found = ""
    if claim := facts.claims.get(name):
        found = _place_claim(claim, part, facts)
    elif estimate := facts.estimates.get(name):
        found = place_estimate(estimate, part, facts)
    elif (statement := facts.statements.get(name)) and not part:
        found = statement.text
    elif source := facts.sources.get(name):
        found = {"": source.name, "when": facts.when(source.date)}.get(part, "")
    elif (named := facts.parties.get(name) or facts.places.get(name)) and not part:
        found = named.name
    if not found:
        raise Problem("release.placeholder", placeholder=f"{{{placeholder}}}")
    return found


def _place_claim(claim: Claim, part: str, facts: Facts) -> str:
    parts = {
        "": lambda: facts.quantity(claim, spelled=True),
        "unit": lambda: label("units", claim.unit, facts.language),
        "people": lambda: claim.people.said,
        "when": lambda: facts.when(claim.period),
        "verb": lambda: label("claim_verbs", claim.verb, facts.language),
        "described": lambda: facts.described(claim),
        "parties": lambda: facts.concluded(claim),
        "place": lambda: facts.places_of(claim),
    }
    return parts[part]() if part in parts else ""


def _sentences(runs: list[Run]) -> list[list[Run]]:
    """The runs by sentence; only plain text and the end of a placed statement end one."""
    done: list[list[Run]] = [[]]
    for run in runs:
        pieces = [run.text] if run.claim else re.split(r"(?<=[.!?])\s+|(?<=[.!?][”\"])\s+", run.text)
        for position, piece in enumerate(pieces):
            if position or (piece[:1].isspace() and done[-1] and re.search(r"[.!?][”\"]?$", done[-1][-1].text)):
                done.append([])
                piece = piece.lstrip()
            if piece:
                done[-1].append(replace(run, text=piece))
    return [sentence for sentence in done if sentence]


def _check(sentence: list[Run], names: list[str], facts: Facts) -> None:
    """One sentence against the rules of certainty."""
    if not any(_alleges(name, facts) for name in names):
        return
    own = " ".join(run.text for run in sentence if not run.claim or run.claim in facts.statements)
    sourced = any(name in facts.sources for name in names)
    if not sourced and not wording.attributed(own, facts.language):
        raise Problem("release.unattributed", text=_short(own))
    for word in wording.findings(own, facts.language):
        raise Problem("release.too_certain", word=word, text=_short(own))


def _alleges(name: str, facts: Facts) -> bool:
    statement: Statement | None = facts.statements.get(name)
    if statement:
        return statement.kind in TOLD
    claim = facts.claims.get(name)
    return name in facts.estimates or bool(claim and claim.acts and claim.status == "alleged")


def _check_places(paragraph: Paragraph, told: str, facts: Facts) -> None:
    """No text that rests on a small claim names a place that could single somebody out."""
    for claim in (facts.claims[name] for name in paragraph.rests_on if name in facts.claims):
        for text in (told, claim.summary):
            if any(name in text for name in facts.narrow_names(claim)):
                raise Problem("release.small_place", claim=claim.id)


def _joined(sentence: list[Run], facts: Facts) -> list[Run]:
    """The sentence's runs with each figure and its people as one stretch; what else was placed is text."""
    done: list[Run] = []
    for run in sentence:
        name, _, part = (run.claim or "").partition(".")
        opens = name in facts.claims or name in facts.estimates
        run = replace(run, claim=name if opens and part in FIGURES else None)
        if run.claim and len(done) > 1 and done[-2].claim == run.claim and done[-1].text == " ":
            done[-2:] = [replace(run, text=f"{done[-2].text} {run.text}")]
        else:
            done.append(run)
    return done


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
