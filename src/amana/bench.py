"""`./amana bench NAME`: one figure that the README quotes, measured anew beside its peer."""

import argparse
import importlib
import sys
from pathlib import Path

from amana.errors import Problem

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The name of one file of `benchmarks/`."""
    names = sorted(path.stem.replace("_", "-") for path in BENCHMARKS.glob("[a-z]*.py"))
    parser.add_argument("name", choices=names, type=lambda name: name.replace("_", "-"))
    parser.add_argument("--peer", metavar="NAME=URL", action="append", default=[], help="measure this too, as it runs")


def run(args: argparse.Namespace) -> int:
    """Run it; it prints the peer, us, and the ratio."""
    peers = dict(peer.partition("=")[::2] for peer in args.peer)
    if not all(url.startswith(("http://", "https://")) for url in peers.values()):
        raise Problem("bench.peer")
    sys.path.insert(0, str(BENCHMARKS))
    return int(importlib.import_module(args.name.replace("-", "_")).main(peers) or 0)
