"""`./amana bench NAME`: one figure that the README quotes, measured anew beside its peer."""

import argparse
import runpy
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The name of one file of `benchmarks/`."""
    parser.add_argument("name", choices=sorted(path.stem for path in BENCHMARKS.glob("[a-z]*.py")))


def run(args: argparse.Namespace) -> int:
    """Run it; it prints the peer, us, and the ratio."""
    return int(runpy.run_path(str(BENCHMARKS / f"{args.name}.py"))["main"]() or 0)
