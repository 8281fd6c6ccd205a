"""Effective draws a second of the whole number by the latent-class model, beside the R package LCMCR.

    ./amana bench counting

Where R and LCMCR are installed, LCMCR runs here too, on the same lists, one chain as it comes; its effective draws are
counted by the same formula. Elsewhere its figures are those recorded on two cores with LCMCR 0.4.14 by 5,010,000
sweeps (New Orleans: 210,000), and marked so. Seconds are of the processor, all threads together, for the machine may
be busy; ours are of the whole fit, from the lists to the last draw, R-hat and all.
"""

import shutil
import subprocess
import time
from pathlib import Path

import numpy as np

from amana.counting import diagnostics
from amana.counting.latent_class import RHAT, fit
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.errors import Problem

EXAMPLES = Path(__file__).parents[1] / "examples" / "hidden"
EFFECTIVE = 10_000
SETS: dict[str, tuple[int, float | None, tuple[int, int, int] | None]] = {
    "korea": (7, 196, (124, 138, 202)),
    "kosovo": (15, 31.2, (9_066, 10_443, 13_865)),
    "ukdat": (15, 42.5, (16_918, 22_973, 34_435)),
    "ukdat_5": (15, 6.4, (14_352, 21_426, 33_245)),
    "neworl": (10, 226, (511, 716, 1_089)),
    "hav_taiwan": (7, None, None),
    "ph_manila_police": (15, None, (534, 576, 654)),
    "colombia_recruitment_1999_men_R1": (15, 1.9, (1_399, 2_093, 3_139)),
}
"""By file: most classes; LCMCR's recorded effective draws a second; its ends and middle, where they were recorded.

On Colombia's lists LCMCR's are those of a part of the posterior (docs/counting.md), as if it were the whole.
"""
WANTED = 20
R = """
suppressMessages(library(LCMCR)); given <- commandArgs(TRUE); table <- read.csv(given[1])
people <- table[rep(seq_len(nrow(table)), table[[ncol(table)]]), -ncol(table)]
people[] <- lapply(people, factor, levels = c(0, 1)); began <- proc.time()
chain <- lcmCR(people, K = as.integer(given[2]), seed = 1, verbose = FALSE)
draws <- lcmCR_PostSampl(chain, burnin = 10000, samples = 2000, thinning = 100, output = FALSE)
cat(sum((proc.time() - began)[1:2]), draws)
"""


def peer(path: Path, classes: int) -> tuple[float, list[int]] | None:
    """LCMCR's effective draws a second and its quantiles, if it can be run here."""
    if not shutil.which("Rscript"):
        return None
    ran = subprocess.run(["Rscript", "-e", R, path, str(classes)], capture_output=True, text=True, check=False)
    if ran.returncode:
        return None
    seconds, *draws = (float(word) for word in ran.stdout.split())
    return diagnostics.bulk(np.log([draws])) / seconds, _quantiles(np.array(draws))


def _quantiles(draws: np.ndarray) -> list[int]:
    return [round(float(end)) for end in np.quantile(draws, [0.025, 0.5, 0.975])]


def ours(lists: Lists, classes: int) -> tuple[float, list[int], str]:
    """Our effective draws a second, the quantiles, and how it went."""
    began = time.process_time()
    found = fit(lists, classes=classes, effective=EFFECTIVE)
    seconds, told = time.process_time() - began, found.diagnostics
    rate = (told.ess or 0) / seconds
    return rate, _quantiles(found.population), f"R-hat {told.rhat:.4f}, {told.ess:,.0f} effective in {seconds:.1f} s"


def main(_: dict[str, str]) -> int:
    """Measure and print; 1 where a ratio is below what is promised or chains did not agree."""
    fell = False
    for name, (classes, recorded, ends) in SETS.items():
        (lists,) = read_lists(EXAMPLES / f"{name}.csv").values()
        try:
            rate, quantiles, how = ours(lists, classes)
        except Problem as refusal:
            print(f"{name}: refused. {refusal}", flush=True)
            fell = True
            continue
        print(f"{name}: {rate:,.0f} effective draws a second; {quantiles} ({how})", flush=True)
        run = peer(EXAMPLES / f"{name}.csv", classes)
        if run:
            print(f"  LCMCR, run here: {run[0]:,.1f} a second; {run[1]}; ratio {rate / run[0]:,.0f}", flush=True)
        elif recorded:
            print(
                f"  LCMCR, as recorded: {recorded} a second; {list(ends or ())}; ratio {rate / recorded:,.0f}",
                flush=True,
            )
        against = run[0] if run else recorded
        fell = fell or bool(against and rate < WANTED * against)
    print(f"every R-hat at most {RHAT}; promised: {WANTED} times as many effective draws a second on every set")
    return int(fell)
