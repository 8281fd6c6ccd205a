"""`./amana count FIGURE`: each figure's own command, loaded only when it is asked for."""

import argparse
from importlib import import_module

FIGURES = {
    "at-least": ("amana.counting.command", "the documented minimum of a folder of published claims"),
    "hidden": ("amana.counting.command_hidden", "how many in all, those on no list included, from lists that overlap"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The figure, and the words that are its own."""
    told = "; ".join(f"{name}: {purpose}" for name, (_, purpose) in FIGURES.items())
    parser.add_argument("figure", choices=FIGURES, help=told)
    parser.add_argument("words", nargs=argparse.REMAINDER, help="what the figure takes: FIGURE --help")


def run(args: argparse.Namespace) -> int:
    """Count the figure."""
    module, purpose = FIGURES[args.figure]
    figure = import_module(module)
    own = argparse.ArgumentParser(prog=f"./amana count {args.figure}", description=purpose)
    figure.arguments(own)
    return int(figure.run(own.parse_args(args.words)) or 0)
