"""What a brief says of one claim, in words: its figure, kind, who states it, of whom, when, where.

Every word of a figure comes from here, so the whole of "never more certain than
the source" is in this file and in `wording`.
"""

from datetime import date

from amana.events.claims import Claim, Conclusion, Period, Place, Source
from amana.events.folder import Folder
from amana.language import number as grouped
from amana.vocabulary import entries, label

Labels = dict[str, str]

WIDE = {"country", "region", "area", "border"}
SMALL = 5
EVENTS = {"cases", "incidents", "allegations"}
KINDS = {
    "at_least": "kind_at_least",
    "over": "kind_at_least",
    "about": "kind_estimate",
    "range": "kind_estimate",
    "several": "kind_unnumbered",
}


class Facts:
    """The claims, sources, parties and places of one folder, told in one language."""

    def __init__(self, folder: Folder, labels: Labels, language: str) -> None:
        self.sources = {source.id: source for source in folder.sources}
        self.claims = {claim.id: claim for claim in folder.claims}
        self.statements = {statement.id: statement for statement in folder.statements}
        self.estimates = {estimate.id: estimate for estimate in folder.estimates}
        self.parties = {party.id: party for party in folder.parties}
        self.places = {place.id: place for place in folder.places}
        self.labels, self.language = labels, language

    def quantity(self, claim: Claim, *, spelled: bool = False) -> str:
        """The number with its kind and hedge, as sure as it was stated: "at least 58", "about 20", "several"."""
        quantity = claim.quantity
        if quantity.kind == "several" or quantity.number is None:
            return self.labels["several"]
        number = self.number(quantity.number, spelled=spelled)
        if claim.hedge:
            return f"{claim.hedge} {number}"
        if quantity.kind == "range" and quantity.upto is not None:
            return self.labels["range"].format(low=number, high=self.number(quantity.upto, spelled=spelled))
        words = {"at_least": "at_least", "over": "over", "about": "about"}.get(quantity.kind)
        return f"{self.labels[words]} {number}" if words else number

    def number(self, number: int, *, spelled: bool = False) -> str:
        """A whole number as a reader of the language writes it; under ten in words where `spelled`."""
        words = self.labels["numbers"].split()
        if spelled and number < len(words):
            return words[number]
        return grouped(number, self.language)

    def phrase(self, claim: Claim) -> str:
        """The figure and whom or what it counts: "28 women", "4 cases", "a girl of 14"."""
        said = claim.people.said if claim.unit not in EVENTS else ""
        alone = claim.quantity.kind == "several" or (claim.quantity.kind == "exactly" and claim.quantity.number == 1)
        if said and alone and not claim.hedge:
            return said
        return f"{self.quantity(claim)} {said or label('units', claim.unit, self.language)}"

    def kind(self, claim: Claim) -> str:
        """In one phrase: at least, as stated by, or an estimate, and by whom."""
        name = KINDS.get(claim.quantity.kind, "kind_stated")
        return self.labels[name].format(who=self.stated_by(self.sources[claim.source]))

    def chain(self, source: Source) -> list[Source]:
        """The source and those through whom it is known, nearest first."""
        found = [source]
        while found[-1].relayed_by:
            found.append(self.sources[found[-1].relayed_by])
        return found

    def stated_by(self, source: Source) -> str:
        """Who states it, and through whom we know: "a refugee, via The Associated Press"."""
        first, *relays = self.chain(source)
        return self.labels["via"].format(who=first.name, relay=relays[-1].name) if relays else first.name

    def citation(self, source: Source) -> str:
        """Who stated it, in what, when. Who did not agree to be named is said to be unnamed."""
        name = f"{source.name} ({self.labels['unnamed']})" if source.named == "withheld" else source.name
        title = f"“{source.title}”" if source.title else ""
        return opened(", ".join(part for part in (name, title, self.when(source.date)) if part))

    def when(self, period: Period) -> str:
        """A period as said, or else its days."""
        if period.said:
            return period.said
        start, end = period.within
        if start and start == end:
            return self.day(start)
        if start and end:
            return self.labels["span"].format(start=self.day(start), end=self.day(end))
        return ""

    def day(self, day: date) -> str:
        """A day in words."""
        return f"{day.day} {self.labels['months'].split()[day.month - 1]} {day.year}"

    def period(self, claim: Claim) -> str:
        """When, and whether that is when it happened, was told or was treated."""
        return self._of("when", claim.period.of, self.when(claim.period))

    def place(self, claim: Claim) -> str:
        """Where, and whether that is where it happened, was told or was treated."""
        return self._of("where", claim.place.of, self.places_of(claim))

    def _of(self, question: str, what: str, words: str) -> str:
        return f"{words} ({self.labels[f'{question}_{what}']})" if words and what != "event" else words

    def places_of(self, claim: Claim) -> str:
        """The names of the places that may be told of this claim (`wide_places`)."""
        return f" {self.labels['or']} ".join(place.name for place in self.wide_places(claim))

    def small(self, claim: Claim) -> bool:
        """Whether it counts fewer than five people harmed: then a narrow place could single somebody out."""
        number = claim.quantity.upto if claim.quantity.upto is not None else claim.quantity.number
        harmed = entries("units")[claim.unit].facts["survivors"] != "none"
        return harmed and (number is None or number < SMALL)

    def wide_places(self, claim: Claim) -> list[Place]:
        """The claim's places; those of a small claim are widened to a region or country, or left out."""
        found: dict[str, Place] = {}
        for name in claim.place.places:
            place: Place | None = self.places[name]
            while place and self.small(claim) and place.kind not in WIDE:
                place = self.places[place.under] if place.under else None
            if place:
                found[place.id] = place
        return list(found.values())

    def narrow_names(self, claim: Claim) -> set[str]:
        """The names of places that may not stand beside this claim."""
        wide = {place.name for place in self.wide_places(claim)}
        return {self.places[name].name for name in claim.place.places} - wide

    def described(self, claim: Claim) -> str:
        """The perpetrators in the words of those who described them."""
        return self._listed([f"“{words}”" for words in claim.by.described])

    def _listed(self, words: list[str]) -> str:
        """Words as a list in a sentence: "a, b and c"."""
        *first, last = words or [""]
        return f"{', '.join(first)} {self.labels['and']} {last}" if first else last

    def concluded(self, claim: Claim) -> str:
        """The parties that somebody concluded them to be, with how sure unless the source states it."""
        return self._listed([self._party(one) for one in claim.by.concluded])

    def _party(self, conclusion: Conclusion) -> str:
        name = self.parties[conclusion.party].name
        return name if conclusion.sure == "stated" else f"{self.labels[conclusion.sure]} {name}"

    def party(self, claim: Claim) -> str:
        """Described and concluded, kept apart, and who concluded it: "described as “white men”; said by X to be Y"."""
        described = self.described(claim)
        parts = [self.labels["described_as"].format(words=described)] if described else []
        for one in claim.by.concluded:
            by = self.sources[one.by].name if one.by in self.sources else one.by
            parts.append(self.labels["said_to_be"].format(by=by, party=self._party(one)))
        return "; ".join(parts)


def opened(words: str) -> str:
    """The words with a capital, as they stand at the start of a line."""
    return words[:1].upper() + words[1:]
