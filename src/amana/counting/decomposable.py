"""All decomposable graphs on a few lists, as cliques and separators.

A graph joins two lists that depend on each other whatever is known of the
rest. It is decomposable if no circle of four or more lists lacks a chord
(Lauritzen 1996, Graphical Models, chapter 2); then it falls into cliques
(sets of lists all joined) which meet in separators. A set of lists is an int
with a bit for each list.
"""

from functools import cache
from itertools import combinations
from typing import NamedTuple


class Graph(NamedTuple):
    """`edges` are the pairs of lists that are joined; `cliques` and `separators` are sets of lists as bits.

    Separators may repeat, and none is empty: each two parts of the graph that hang together not at all add none.
    """

    edges: tuple[tuple[int, int], ...]
    cliques: tuple[int, ...]
    separators: tuple[int, ...]


@cache
def decomposable(lists: int) -> tuple[Graph, ...]:
    """Every decomposable graph on so many lists: 8 on 3 lists, 61 on 4, 822 on 5."""
    pairs = list(combinations(range(lists), 2))
    found = []
    for number in range(1 << len(pairs)):
        edges = tuple(pair for place, pair in enumerate(pairs) if number >> place & 1)
        parts = _parts(lists, edges)
        if parts is not None:
            found.append(Graph(edges, *parts))
    return tuple(found)


def _parts(lists: int, edges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Cliques and separators by maximum cardinality search (Tarjan and Yannakakis 1984); None if not decomposable."""
    near = [0] * lists
    for one, other in edges:
        near[one] |= 1 << other
        near[other] |= 1 << one
    done, cliques, separators = 0, [], []
    clique, before = 0, -1
    for _ in range(lists):
        one = max((v for v in range(lists) if not done >> v & 1), key=lambda v: (near[v] & done).bit_count())
        earlier = near[one] & done
        if any(earlier & ~near[v] & ~(1 << v) for v in range(lists) if earlier >> v & 1):
            return None
        if earlier.bit_count() <= before:
            cliques.append(clique)
            if earlier:
                separators.append(earlier)
        before = earlier.bit_count()
        clique = earlier | 1 << one
        done |= 1 << one
    return (*cliques, clique), tuple(separators)
