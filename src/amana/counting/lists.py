"""Who is on which list: what an estimate of those nobody listed is made of.

A person's capture history says on which lists she is found. Only how many
persons share a history is kept; there are no names and no rows of persons.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Lists:
    """Persons by capture history.

    `histories` has one row for each history that somebody has (1: on the list of that column, 0: not), none of them
    all zeros and no two alike, in ascending order; `counts` the number of persons with each. Made by `of`, so that
    the order of rows never matters.
    """

    names: tuple[str, ...]
    histories: NDArray[np.int8]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, names: Iterable[str], histories: ArrayLike, counts: ArrayLike) -> "Lists":
        """Histories in any order, repeated ones added up; those of nobody, and of nobody's list, are left out."""
        named = tuple(names)
        rows = np.asarray(histories, dtype=np.int8).reshape(-1, len(named))
        numbers = np.asarray(counts, dtype=np.int64).reshape(-1)
        kept = (numbers > 0) & rows.any(axis=1)
        unique, place = np.unique(rows[kept], axis=0, return_inverse=True)
        summed = np.zeros(len(unique), dtype=np.int64)
        np.add.at(summed, place.reshape(-1), numbers[kept])
        return cls(named, unique, summed)

    @property
    def observed(self) -> int:
        """How many persons are on at least one list."""
        return int(self.counts.sum())

    @property
    def sizes(self) -> dict[str, int]:
        """How many persons are on each list."""
        return dict(zip(self.names, (self.counts @ self.histories).tolist(), strict=True))

    @property
    def overlaps(self) -> NDArray[np.int64]:
        """How many persons each two lists share; on the diagonal, how many are on the list."""
        return (self.histories.T * self.counts) @ self.histories.astype(np.int64)

    def only(self, names: Iterable[str]) -> "Lists":
        """The same persons as far as these lists know them."""
        named = tuple(names)
        columns = [self.names.index(name) for name in named]
        return Lists.of(named, self.histories[:, columns], self.counts)

    def table(self) -> NDArray[np.int64]:
        """The count of every history, by its number in binary (the first list is the highest bit); 0 at 0."""
        weights = 1 << np.arange(len(self.names))[::-1]
        whole = np.zeros(1 << len(self.names), dtype=np.int64)
        whole[self.histories @ weights] = self.counts
        return whole

    def alike(self) -> list[tuple[str, ...]]:
        """Lists that hold exactly the same persons, where several do."""
        found: dict[bytes, list[str]] = {}
        for at, name in enumerate(self.names):
            found.setdefault(self.histories[:, at].tobytes(), []).append(name)
        return [tuple(names) for names in found.values() if len(names) > 1]

    def groups(self) -> list[tuple[str, ...]]:
        """Lists that share persons, directly or by way of others; the largest group first."""
        left, found = list(range(len(self.names))), []
        shared = self.overlaps > 0
        while left:
            group, grown = set[int](), {left[0]}
            while grown != group:
                group = grown
                grown = group | {int(one) for one in np.flatnonzero(shared[sorted(group)].any(axis=0))}
            found.append(tuple(self.names[one] for one in sorted(group)))
            left = [one for one in left if one not in group]
        return sorted(found, key=len, reverse=True)
