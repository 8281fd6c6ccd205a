"""Says in sentences what a documented minimum rests on, and why it is no larger."""

from collections.abc import Iterator

from amana.counting.at_least import Minimum, lower_bound
from amana.events.claims import Claim, Source
from amana.vocabulary import label

REASONS = {
    "party_unsaid": "who did it is not identified in one of them",
    "parties_may_act_together": "the parties named may have acted together",
    "place_unsaid": "the place of the event is not said in one of them",
    "times_overlap": "their times overlap or are not the event's own",
    "continuing": "the act can last and move from place to place",
    "people_may_be_the_same": "the people described may be the same",
    "acts_may_be_of_one_event": "several acts may be of one event",
}
OPEN = {"party": "by whom", "place": "where", "time": "when", "act": "what was done", "people": "to whom"}


def explain(minimum: Minimum, claims: dict[str, Claim], sources: dict[str, Source]) -> Iterator[str]:
    """One sentence after the other: the two figures, what makes them up, what adds nothing, what stays open."""
    if not minimum.claims:
        yield "No claim vouches for a number here. That is no finding that nothing happened."
    else:
        yield f"At least {minimum.survivors}, counting a survivor once in each event; alleged unless said otherwise."
        yield (
            f"At least {minimum.persons} different {'person' if minimum.persons == 1 else 'persons'}, "
            f"if one may have been harmed in several events ({', '.join(minimum.person_claims)})."
        )
        for one in minimum.claims:
            yield f"  {_told(claims[one], sources)}"
    for absorbed in minimum.absorbed:
        yield (
            f"  {absorbed.claim} adds nothing: it may be of the same as {' or '.join(absorbed.by)}. "
            f"Shown to be of others, it would add {absorbed.adds_if_apart}."
        )
    for caution in minimum.cautions:
        why = "; ".join(REASONS[reason] for reason in caution.because)
        yield f"  Caution on {caution.claim} and {caution.other}: {why}."
    if minimum.unnumbered:
        yield f"  Without a number that binds (none given, about a number, or hedged): {', '.join(minimum.unnumbered)}."
    for one, dimensions in minimum.undecided:
        left = " and ".join(OPEN[dimension] for dimension in dimensions)
        yield f"  Not counted here, since {left} is left open: {one}."
    if len(minimum.verbs) > 1:
        yield f"  Stated with different verbs ({', '.join(minimum.verbs)}): no trend can be drawn across them."
    if minimum.late:
        yield f"  Reported later than the period they belong to, which they revise: {', '.join(minimum.late)}."


def _told(claim: Claim, sources: dict[str, Source]) -> str:
    source = sources[claim.source]
    through = f", as relayed by {sources[source.relayed_by].name}" if source.relayed_by else ""
    bound, unit = lower_bound(claim), label("units", claim.unit)
    return f"{claim.id}: {bound} {unit} ({claim.verb}; {source.name}{through}). {claim.summary}"
