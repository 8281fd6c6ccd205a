"""Every `./amana` command, one line each, leading to its room.

A command is a module with `arguments(parser)`, which declares what it takes,
and `run(args)`, which does it and returns an exit code. A module is loaded only
when its command is called, so that `./amana open` never waits for Django. What
goes wrong is said in one sentence from the catalogue of errors.
"""

import argparse
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

from amana.errors import Problem

COMMANDS = {
    "demo": ("amana.demo.command", "start a hub and a desk in a fictional country, to try everything in"),
    "keygen": ("amana.sealing.commands.keygen", "make an age identity"),
    "seal": ("amana.sealing.commands.seal", "encrypt a file or a pipe to recipients"),
    "open": ("amana.sealing.commands.open", "decrypt a file or a pipe with an identity"),
    "vectors": ("amana.vectors", "remake the vectors that phone, hub and desk all run"),
    "forms": ("amana.forms.command", "make a form of a spreadsheet, or a gazetteer of a list of places"),
    "hub": ("amana.hub.command", "serve a hub"),
    "page": ("amana.hub.command_page", "make the phone page as one HTML file, to pass on from phone to phone"),
    "send": ("amana.hub.command_send", "send sealed files that were carried by hand to a desk"),
    "desk": ("amana.desk.command", "set up or serve a desk"),
    "verify": ("amana.testimony.verify", "check a custody log or an inclusion proof, offline"),
    "count": ("amana.counting.figures", "how many at least, and how many in all"),
    "brief": ("amana.release.command", "write a brief from a folder of published claims"),
    "words": ("amana.catalogues", "bring the catalogues of the desk's words in step with its pages"),
    "test": ("amana.checks", "every check and every test"),
    "bench": ("amana.bench", "measure one figure that the README quotes"),
}


def parser() -> argparse.ArgumentParser:
    """The whole command line, without any room loaded."""
    top = argparse.ArgumentParser(prog="./amana", description="From an account to care, evidence and numbers.")
    names = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_, purpose) in COMMANDS.items():
        names.add_parser(name, help=purpose, add_help=False)
    return top


def main(words: list[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 a check failed, 2 the input is at fault."""
    words = sys.argv[1:] if words is None else words
    top = parser()
    chosen, _ = top.parse_known_args(words[:1])
    module, purpose = COMMANDS[chosen.command]
    try:
        room = import_module(module)
        own = argparse.ArgumentParser(prog=f"./amana {chosen.command}", description=purpose)
        room.arguments(own)
        return int(room.run(own.parse_args(words[1:])) or 0)
    except Problem as problem:
        print(f"amana: {problem.at_the_command()}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\namana: stopped.", file=sys.stderr)
        return 130
    except Exception as error:
        print(f"amana: {unexpected(error)}", file=sys.stderr)
        return 70


def unexpected(error: Exception) -> Problem:
    """A fault of ours, by its kind and place alone: its message and its trace could hold what was told."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Problem("amana.fault", kind=type(error).__name__, file=Path(place.filename).name, line=place.lineno)


if __name__ == "__main__":
    sys.exit(main())
