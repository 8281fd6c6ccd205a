"""Says in sentences what a documented minimum rests on, and why it is no larger."""

from collections.abc import Iterable, Iterator
from itertools import islice

from amana.counting.at_least import lower_bound
from amana.counting.contradictions import Contradiction
from amana.counting.rows import Row
from amana.events.claims import Claim, Source
from amana.vocabulary import label

REASONS = {
    "party_unsaid": "who did it is not identified in one of them",
    "parties_may_act_together": "the parties named may have acted together",
    "place_unsaid": "the place of the event is not said in one of them",
    "times_overlap": "their times overlap or are not the event's own",
    "continuing": "one of the acts can last and move from place to place, or its kind is not said",
    "people_may_be_the_same": "the people described may be the same",
    "acts_may_be_of_one_event": "several acts may be of one event",
}
OPEN = {"party": "by whom", "place": "where", "time": "when", "act": "what was done", "people": "to whom"}


SHOWN = {
    "apart": "that {claim} is of others than {others}",
    "party": "that {claim} was by the party asked about",
    "place": "that {claim} was in the place asked about",
    "time": "that {claim} was in the time asked about",
    "act": "that {claim} was of the acts asked about",
    "people": "that {claim} happened to the people asked about",
}
AT_ODDS = {
    "parts": "{others} are said to be among {claim}, and are {least} at least, while that is {most}",
    "register": "{claims} cannot all hold: one says that there were no others",
    "apart": "{claims} are said to overlap and to be of others",
    "elsewhere": "{claims} are said to overlap, and differ in where, when, by whom or to whom",
    "person": "{claims} were linked as of one person, whose sex, age or death they contradict",
    "allies": "{claims} has parties act together that are said to be at war",
    "not_there": "{claims} names a party that is said not to have been there then",
}
LISTED = 12


def explain(row: Row, claims: dict[str, Claim], sources: dict[str, Source]) -> Iterator[str]:
    """One sentence after the other: the two figures, what makes them up, what adds nothing, what stays open."""
    minimum = row.minimum
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
    if row.alone:
        alone = "; ".join(f"{name}: {number or 'no number'}" for name, number in row.alone)
        yield f"  For these parties jointly; how many by which is not said. Of each alone, at least: {alone}."
    for unit, limits in minimum.limits.items():
        name = {"survivors": "survivors, each once in each event", "persons": "different persons"}[unit]
        most = "no bound above" if limits.most is None else f"{limits.most} at most"
        yield f"  If {', '.join(limits.registers)} is complete, as it says: {limits.least} at least, {most} ({name})."
    for absorbed in minimum.absorbed[:LISTED]:
        more = f" or {absorbed.more} more" if absorbed.more else ""
        yield (
            f"  {absorbed.claim} adds nothing: it may be of the same as {' or '.join(absorbed.by)}{more}. "
            f"Shown to be of others, it would add {absorbed.adds_if_apart}."
        )
    for caution in islice(minimum.cautions, LISTED):
        why = "; ".join(REASONS[reason] for reason in caution.because)
        yield f"  Caution on {caution.claim} and {caution.other}: {why}."
    if minimum.would_raise:
        first = minimum.would_raise[0]
        shown = SHOWN[first.kind].format(claim=first.claim, others=" or ".join(first.others))
        yield f"  The one fact that would raise it most: {shown}. It would add {first.adds}."
    if minimum.unnumbered:
        yield f"  Without a number that binds (none given, about a number, or hedged): {', '.join(minimum.unnumbered)}."
    for one, dimensions in islice(minimum.undecided, LISTED):
        left = " and ".join(OPEN[dimension] for dimension in dimensions)
        yield f"  Not counted here, since {left} is left open: {one}."
    left_out = max(0, len(minimum.absorbed) - LISTED) + max(0, len(minimum.undecided) - LISTED)
    if left_out:
        yield f"  {left_out} more claims that add nothing or are not counted here are in the JSON."
    if len(minimum.verbs) > 1:
        yield f"  Stated with different verbs ({', '.join(minimum.verbs)}): no trend can be drawn across them."
    if minimum.late:
        yield (
            f"  Reported later than the period they belong to, which they revise from {minimum.unrevised} to "
            f"{minimum.survivors}: {', '.join(minimum.late)}."
        )


def at_odds(
    contradictions: Iterable[Contradiction], claims: dict[str, Claim], sources: dict[str, Source]
) -> Iterator[str]:
    """For each contradiction what it is about, and its claims."""
    for one in contradictions:
        words = AT_ODDS[one.about].format(
            claims=" and ".join(one.claims),
            claim=one.total,
            others=" and ".join(name for name in one.claims if name != one.total),
            least=one.least,
            most=one.most,
        )
        yield f"{words}."
        for name in one.claims:
            yield f"  {_told(claims[name], sources)}"


def _told(claim: Claim, sources: dict[str, Source]) -> str:
    source = sources[claim.source]
    through = f", as relayed by {sources[source.relayed_by].name}" if source.relayed_by else ""
    bound, unit = lower_bound(claim), label("units", claim.unit)
    return f"{claim.id}: {bound:,} ({unit}, {claim.verb}; {source.name}{through}). {claim.summary}"
