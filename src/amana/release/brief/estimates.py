"""What a brief says of an estimate: an interval with its model and level, hedged; never a middle alone.

The whole of "an estimate never stands without its interval" is in `said`: every format tells its words.
"""

from amana.errors import Problem
from amana.events.estimates import Estimate, Modelled
from amana.release.brief.document import Answer, Estimated
from amana.release.brief.facts import SMALL, Facts, opened
from amana.release.brief.footnotes import Footnotes

PLACED = ("latent-class", "graphs", "loglinear", "chao", "mixed")
"""The models by themselves, and mixed, which a text may place; the same under other assumptions stand beside them."""
BOUNDS = frozenset({"chao"})
"""Models whose middle is a lower bound."""


def check_estimate(estimate: Estimate) -> None:
    """Raise Problem where so few are listed that the number could point to them, or where no model answers."""
    if estimate.observed < SMALL:
        raise Problem("release.estimate_small", name=estimate.id)
    if not any(estimate.by(model) for model in PLACED):
        raise Problem("release.estimate_refused", name=estimate.id)


def said(one: Modelled, facts: Facts, kind: str = "estimate") -> str:
    """One model's answer in words: "between 124 and 203, most likely about 138, by estimate (…, 95 % interval)".

    `kind`: "estimate" for a sentence, "answer" for a line that names the model itself.
    """
    words = facts.labels[f"{kind}_bound" if one.model in BOUNDS else f"{kind}_between"]
    ends = {name: facts.number(getattr(one, name)) for name in ("lower", "middle", "upper")}
    return words.format(**ends, model=named(one, facts), level=round(100 * (one.level or 0)))


def span(estimate: Estimate, facts: Facts) -> str:
    """From the lowest to the highest end of any model by itself, which is what can be said in one line."""
    made = [one for model in PLACED if (one := estimate.by(model))]
    made = [one for one in made if one.model not in BOUNDS] or made
    lower, upper = min(one.lower or 0 for one in made), max(one.upper or 0 for one in made)
    return facts.labels["estimate_span"].format(lower=facts.number(lower), upper=facts.number(upper))


def named(one: Modelled, facts: Facts) -> str:
    """What a model is called in the brief's language; one that no label knows keeps its own name."""
    return facts.labels.get(f"model {one.model}", one.model)


def place_estimate(estimate: Estimate, part: str, facts: Facts) -> str:
    """What a placeholder gives; empty if it can give nothing. Without a part: every model's answer."""
    if not part:
        return "; ".join(said(one, facts) for model in PLACED if (one := estimate.by(model)))
    if part in PLACED:
        one = estimate.by(part)
        return said(one, facts) if one else ""
    return {"of": estimate.of, "listed": _listed(estimate, facts), "span": span(estimate, facts)}.get(part, "")


def estimated(estimate: Estimate, facts: Facts, notes: Footnotes) -> Estimated:
    """An estimate opened: each model's answer, or that it refuses, and what makes it again."""
    labels = facts.labels
    return Estimated(
        claim=estimate.id,
        about=opened(estimate.of),
        kind=labels["kind_own_estimate"],
        answers=tuple(
            Answer(
                named(one, facts), labels["model_refuses"] if one.refused else said(one, facts, "answer"), one.warnings
            )
            for one in estimate.models
        ),
        facts=tuple(
            (labels[name], words)
            for name, words in (
                ("kind", labels["kind_own_estimate"]),
                ("on_lists", _listed(estimate, facts)),
                ("lists", estimate.note),
                ("estimated_on", facts.day(estimate.day)),
                ("data_hash", estimate.data),
                ("seed", str(estimate.seed)),
                ("made_with", "; ".join(estimate.made_with)),
            )
            if words
        ),
        notes=notes.of([estimate.id]),
    )


def _listed(estimate: Estimate, facts: Facts) -> str:
    return facts.labels["on_lists_text"].format(
        persons=facts.number(estimate.observed), lists=facts.number(estimate.lists, spelled=True)
    )
