"""How much each part of the latent-class posterior weighs on Colombia's twenty lists, by a program that shares no code
with ours.

    ./amana bench latent-parts

Plain chains (_states.py), some begun with many kinds and some with two, never pass from one part of this posterior to
the other. So each part is weighed by itself, against densities that are known in full: shares and chances drawn in the
states of one chain, against the mixture of what they are drawn from in the states of another (Gelfand and Smith 1990;
Meng and Wong 1996, Statistica Sinica 6, for the bridge between the two). Everyone's kind, the unlisted and the
concentration are summed out of the posterior exactly. First it weighs the parts of invented lists, whose weights are
known (_two_parts.py). It takes some minutes.

One more chain keeps the labels of kinds in the order of size, as LCMCR does: it gives LCMCR's figure.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import lgamma
from pathlib import Path

import numpy as np
from _states import Floats, States, Whole, begin, by_size, spread, states
from _two_parts import APART, COUNTS, HISTORIES, TOGETHER, exactly

from amana.counting.latent_class import fit
from amana.counting.lists_csv import read_lists

EXAMPLES = Path(__file__).parents[1] / "examples" / "hidden"
KINDS, SEEDS = 15, 4
ROWS, LEFT_OUT = 4_000, 1_000
"""Rows of each chain, and those before them."""
MANY, FEW = (15, 100), (2, 50)
"""Kinds to begin with, and sweeps from one row to the next: within the second part little has to be waited for."""
WITHIN, EXACT, DOUBT = 0.03, 0.01, 0.3
TURNS = 1_000
"""A bridge takes some tens; where draws hardly overlap it never settles, and `doubt` says so."""
LOW = 1_480
BLOCK = 250
LGAMMA = np.vectorize(lgamma, otypes=[float])


class Part:
    """States of two chains in one part of the posterior, and the log of what it weighs."""

    def __init__(self, histories: Whole, counts: Whole, chains: tuple[States, States], seed: int) -> None:
        self.histories, self.counts, self.chains = histories.astype(float), counts, chains
        dice = np.random.default_rng(seed)
        ways = [self._weighed(one, other, dice) for one, other in (chains, chains[::-1])]
        self.weight = float(np.mean(ways))
        self.doubt = abs(ways[0] - ways[1]) / 2

    def _weighed(self, mixed: States, drawn: States, dice: np.random.Generator) -> float:
        of_posterior, of_mixture = (self._excess(mixed, *draw(one, dice)) for one in (drawn, mixed))
        return bridge(of_posterior, of_mixture)

    def _excess(self, mixed: States, pieces: Floats, logits: Floats) -> Floats:
        """By how much the log posterior, unscaled, is above the mixture's log density, of each draw."""
        return np.concatenate(
            [
                self.posterior(pieces[at : at + BLOCK], logits[at : at + BLOCK])
                - mixture(mixed, pieces[at : at + BLOCK], logits[at : at + BLOCK])
                for at in range(0, len(pieces), BLOCK)
            ]
        )

    def posterior(self, pieces: Floats, logits: Floats) -> Floats:
        """Log density but for a constant of the lists; but for the factor that `mixture` leaves out, too."""
        kinds = logits.shape[1]
        stick = lgamma(kinds - 0.75) - lgamma(0.25) + 0.25 * np.log(0.25)
        stick = stick - (kinds - 0.75) * np.log(0.25 + pieces.sum(axis=1))
        missed = _shares(pieces) - np.logaddexp(0, logits).sum(axis=2)
        cells = np.einsum("skj,mj->smk", logits, self.histories) + missed[:, None, :]
        listed = -np.expm1(np.logaddexp.reduce(missed, axis=1))
        found: Floats = stick + np.logaddexp.reduce(cells, axis=2) @ self.counts - self.counts.sum() * np.log(listed)
        return found


def _shares(pieces: Floats) -> Floats:
    """Log shares of the kinds, of pieces -log(1 - v) of the stick."""
    nothing = np.zeros((len(pieces), 1))
    rest = np.hstack([nothing, -pieces.cumsum(axis=1)])
    return rest + np.hstack([np.log(-np.expm1(-pieces)), nothing])


def draw(given: States, dice: np.random.Generator) -> tuple[Floats, Floats]:
    """Pieces of the stick and log odds of each list, one draw in each of these states."""
    kept = given.alpha[:, None] + _after(given)
    broken = np.log(dice.standard_gamma(1.0 + given.size[:, :-1]))
    # The logarithm of a gamma number of a small shape, which itself may be nothing in double precision.
    rest = np.log(dice.standard_gamma(1 + kept)) + np.log(dice.random(kept.shape)) / kept
    logits = np.log(dice.standard_gamma(1.0 + given.on))
    logits -= np.log(dice.standard_gamma(1.0 + given.size[:, :, None] - given.on))
    return np.logaddexp(broken, rest) - rest, logits


def mixture(given: States, pieces: Floats, logits: Floats) -> Floats:
    """Log density of each as a draw in any of these states, but for the chances' uniform prior by their log odds."""
    kept = given.alpha[:, None] + _after(given)
    factorial = np.array([lgamma(1 + number) for number in range(2 + int(given.size.max()))])
    size, on = given.size[:, :-1], given.on
    norm = (LGAMMA(1 + size + kept) - factorial[size] - LGAMMA(kept)).sum(axis=1)
    every = factorial[1 + given.size][:, :, None] - factorial[on] - factorial[given.size[:, :, None] - on]
    norm += every.sum(axis=(1, 2))
    numbers = np.hstack([given.size[:, :-1], kept, given.on.reshape(len(kept), -1), given.size])
    off = -np.logaddexp(0, logits).sum(axis=2)
    marks = np.hstack([np.log(-np.expm1(-pieces)), -pieces, logits.reshape(len(pieces), -1), off])
    each = marks @ numbers.T + norm
    top = each.max(axis=1)
    found: Floats = top + np.log(np.exp(each - top[:, None]).sum(axis=1)) - np.log(len(kept))
    return found


def _after(given: States) -> Whole:
    """How many are of later kinds, for all kinds but the last."""
    return given.size[:, :0:-1].cumsum(axis=1)[:, ::-1]


def bridge(of_posterior: Floats, of_mixture: Floats) -> float:
    """Log of what the posterior comes to, of its excess over a density at draws from either (Meng and Wong 1996)."""
    one, other = np.log([len(of_posterior), len(of_mixture)]) - np.log(len(of_posterior) + len(of_mixture))
    found = float(np.median(of_posterior))
    for _ in range(TURNS):
        before = found
        above = np.logaddexp.reduce(of_mixture - np.logaddexp(one + of_mixture - before, other))
        below = np.logaddexp.reduce(-np.logaddexp(one + of_posterior - before, other))
        found = above - np.log(len(of_mixture)) - below + np.log(len(of_posterior))
        if abs(found - before) < 1e-9:
            break
    return found


def chain(histories: Whole, counts: Whole, begun: int, every: int, seed: int) -> States:
    """A chain's rows, without those that are left out."""
    start = spread(histories, counts, KINDS, begun, seed)
    found = states(histories, counts, start, rows=LEFT_OUT + ROWS, every=every, exchanges=3, seed=seed)
    return found.take(slice(LEFT_OUT, None))


def ordered(histories: Whole, counts: Whole, seed: int) -> Whole:
    """Whole numbers of a chain whose labels stay in the order of size that its kinds had once."""
    start = chain(histories, counts, 4, 10, seed)
    return states(histories, counts, by_size(start), rows=ROWS, every=MANY[1], exchanges=0, seed=seed).whole


def invented() -> list[Part]:
    """The two parts of _two_parts.py."""
    parts = []
    for kinds in (TOGETHER, APART):
        shared = np.array([np.array(kinds) == kind for kind in range(2)]) * COUNTS
        one, other = (
            states(HISTORIES, COUNTS, begin(HISTORIES, shared), rows=ROWS, every=2, exchanges=1, seed=seed)
            for seed in range(2)
        )
        parts.append(Part(HISTORIES, COUNTS, (one, other), 0))
    return parts


def quantiles(whole: Sequence[Whole], weights: Sequence[float]) -> list[int]:
    """Ends and middle of draws, each set of them weighing so much."""
    each = np.concatenate([np.full(len(one), weight / len(one)) for one, weight in zip(whole, weights, strict=True)])
    drawn = np.concatenate(whole)
    order = np.argsort(drawn)
    sums = each[order].cumsum() / each.sum()
    return [int(drawn[order][sums.searchsorted(level)]) for level in (0.025, 0.5, 0.975)]


def third(parts: Sequence[States]) -> str:
    """Between what the number of listed persons in the third largest kind lies."""
    found = np.concatenate([np.sort(one.listed, axis=1)[:, -3] for one in parts])
    return f"{found.min()} to {found.max()}"


def main(_: dict[str, str]) -> int:
    """Weigh, print; 1 where ours, or a weight that is known, is further off than is promised."""
    fell = False
    for one, weight in zip(invented(), exactly()[0], strict=True):
        fell |= abs(one.weight - weight) > EXACT
        print(f"invented lists: log weight {one.weight:.2f} +- {one.doubt:.2f}, exactly {weight:.2f}", flush=True)
    (lists,) = read_lists(EXAMPLES / "colombia_recruitment_1999_men_R1.csv").values()
    histories, counts = lists.histories.astype(np.int64), lists.counts.astype(np.int64)
    begun = [MANY] * (2 * SEEDS) + [FEW] * (2 * SEEDS)
    with ThreadPoolExecutor(2) as pool:
        labels = [pool.submit(ordered, histories, counts, 900 + seed) for seed in range(2)]
        tasks = [pool.submit(chain, histories, counts, *one, seed) for seed, one in enumerate(begun)]
        chains = [task.result() for task in tasks]
        kept = [label.result() for label in labels]
    many, few = chains[: 2 * SEEDS], chains[2 * SEEDS :]
    shares = []
    for seed in range(SEEDS):
        one, other = (Part(histories, counts, (part[2 * seed], part[2 * seed + 1]), seed) for part in (many, few))
        fell |= max(one.doubt, other.doubt) > DOUBT
        shares.append(1 / (1 + np.exp(one.weight - other.weight)))
        print(
            f"log weights {one.weight:.2f} +- {one.doubt:.2f} and {other.weight:.2f} +- {other.doubt:.2f}: "
            f"the second {shares[-1]:.1%}",
            flush=True,
        )
    share = float(np.mean(shares))
    parts, both = ([one.whole for one in part] for part in (many, few)), [1 - share, share]
    first, second = (np.concatenate(part) for part in parts)
    whole = quantiles([first, second], both)
    below = both[0] * (first < LOW).mean() + share * (second < LOW).mean()
    print(f"listed in the third largest kind: {third(many)} in the first part, {third(few)} in the second")
    print(f"the first, {both[0]:.1%}: {quantiles([first], [1])}; labels in order of size: {quantiles(kept, [1, 1])}")
    print(f"the second, {share:.1%} +- {np.std(shares) / np.sqrt(SEEDS - 1):.1%}: {quantiles([second], [1])}")
    found = fit(lists, effective=10_000)
    own = np.quantile(found.population, [0.025, 0.5, 0.975])
    print(f"both: {whole}, {below:.1%} below {LOW}")
    print(f"ours: {own.astype(int).tolist()}, {(found.population < LOW).mean():.1%} below {LOW}")
    return int(fell or bool((np.abs(own / whole - 1) > WITHIN).any()))
