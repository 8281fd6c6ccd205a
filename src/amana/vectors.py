"""`./amana vectors`: make spec/vectors/ anew, each file from the cases of the room whose format it fixes.

The files are the same every time, byte for byte, until a format changes: then they show what has changed.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from amana.forms import vectors as forms
from amana.sealing.vectors import Calls, between, desk, files, sealed, signed, small

FOLDER = Path(__file__).parents[2] / "spec" / "vectors"
FILES: dict[str, Callable[[], Calls]] = {
    "padding": small.padding_cases,
    "ids": small.ids_cases,
    "strict_json": small.strict_json_cases,
    "parts": small.parts_cases,
    "receipt": small.receipt_cases,
    "inside": sealed.inside_cases,
    "envelope": sealed.envelope_cases,
    "notes": signed.notes_cases,
    "mailbox": signed.mailbox_cases,
    "signatures": signed.signatures_cases,
    "worker": signed.worker_cases,
    "card": desk.card_cases,
    "manifest": desk.manifest_cases,
    "sharing": between.sharing_cases,
    "bundle": files.bundle_cases,
    "expressions": forms.expressions_cases,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> None:
    """Write every file, and print its name and how many cases it has."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts():
        (FOLDER / f"{name}.json").write_text(text, "utf-8")
        print(f"{name}.json: {sum(len(cases) for cases in json.loads(text).values())} cases")


def texts() -> Iterator[tuple[str, str]]:
    """Each file's name and what stands in it: one case a line, so that a change shows where it is."""
    for name, cases in FILES.items():
        calls = [
            f"{json.dumps(call)}: [\n" + ",\n".join(json.dumps(case, ensure_ascii=False) for case in made) + "\n]"
            for call, made in cases().items()
        ]
        yield name, "{\n" + ",\n".join(calls) + "\n}\n"
