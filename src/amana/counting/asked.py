"""Which claims lie inside a question, and which may touch it: asked of thousands of claims in hundreds of cells.

Claims that are alike in a dimension are answered together, and an answer is kept for every question that asks the
same of it. Sets of claims are masks (masks.py).
"""

from collections.abc import Hashable, Mapping, Sequence

from amana.counting.masks import mask_of
from amana.counting.regions import DIMENSIONS, Dimension, Question, Region
from amana.counting.world import World


class Asked:
    """Answers for the claims of these regions. `within`: for each claim, those that are said to contain it."""

    def __init__(self, regions: Sequence[Region], world: World, within: Mapping[int, int]) -> None:
        self.world = world
        lasting = mask_of(claim for claim, region in enumerate(regions) if region.continuing)
        self.within = {claim: outer for claim, outer in within.items() if outer}
        self.at_once = {claim: outer & ~lasting for claim, outer in self.within.items() if not lasting >> claim & 1}
        self._alike = {dimension.name: _alike(dimension, regions) for dimension in DIMENSIONS}
        self._answers: dict[Hashable, tuple[int, int]] = {}

    def _answer(self, dimension: Dimension, question: Question) -> tuple[int, int]:
        """Claims inside the question in one dimension, and those that touch it."""
        key = (dimension.name, dimension.question(question))
        if key not in self._answers:
            inside = touching = 0
            for region, claims in self._alike[dimension.name]:
                if dimension.inside(region, question, self.world):
                    inside |= claims
                if dimension.touches(region, question, self.world):
                    touching |= claims
            for claim, outer in self.at_once.items():
                if outer & inside:
                    inside |= 1 << claim
            self._answers[key] = (inside, touching)
        return self._answers[key]

    def inside(self, question: Question) -> int:
        """Claims of which all that they count lies inside, by their own region or by what contains them.

        Of what does not last, and what contains it, some of either may tell; what lasts can have been elsewhere too.
        """
        found = -1
        for dimension in DIMENSIONS:
            found &= self._answer(dimension, question)[0]
        return found | mask_of(claim for claim, outer in self.within.items() if outer & found)

    def touching(self, question: Question) -> int:
        """Claims of which a harm could lie inside."""
        found = -1
        for dimension in DIMENSIONS:
            found &= self._answer(dimension, question)[1]
        return found

    def left_open(self, claim: int, question: Question) -> tuple[str, ...]:
        """The dimensions in which a claim is not wholly inside."""
        return tuple(
            dimension.name for dimension in DIMENSIONS if not self._answer(dimension, question)[0] >> claim & 1
        )


def _alike(dimension: Dimension, regions: Sequence[Region]) -> list[tuple[Region, int]]:
    """A region for each way of lying in the dimension, with the claims that lie so."""
    found: dict[Hashable, tuple[Region, int]] = {}
    for claim, region in enumerate(regions):
        key = dimension.region(region)
        first, claims = found.get(key, (region, 0))
        found[key] = (first, claims | 1 << claim)
    return list(found.values())
