"""`./amana forms build` and `./amana forms places`: what an organisation looks at before it publishes."""

import argparse
from pathlib import Path

from amana.errors import Problem
from amana.forms.form import Form, encode
from amana.forms.odk import odk_form
from amana.forms.places import read_places, write_places
from amana.forms.xlsform import read_form


def arguments(parser: argparse.ArgumentParser) -> None:
    """`build FORM.xlsx [--audio DIR] [--out DIR]` and `places PLACES.csv [--source WORDS] [--out DIR]`."""
    names = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    build = names.add_parser("build", help="make the phone's form and ODK's XForm of an XLSForm")
    build.add_argument("file", type=Path, metavar="FORM.xlsx")
    build.add_argument(
        "--audio", type=Path, metavar="DIR", help="the files of media::audio, to lay out for desk card --media"
    )
    places = names.add_parser("places", help="make a gazetteer of a list of places")
    places.add_argument("file", type=Path, metavar="PLACES.csv")
    places.add_argument("--source", default="", metavar="WORDS", help="whose list it is, as the phone says it")
    for one in (build, places):
        one.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="the folder to write to")


def run(args: argparse.Namespace) -> None:
    """Write the files, and print the name and the size of each."""
    if args.what == "build":
        form = read_form(args.file)
        made = {f"{form.id}.json": encode(form), f"{form.id}.xml": odk_form(form, None, None)}
        made |= _sounds(form, args.audio) if args.audio else {}
    else:
        made = {f"{args.file.stem}.json": write_places(read_places(args.file), args.source or args.file.stem)}
    for name, data in made.items():
        (args.out / name).parent.mkdir(parents=True, exist_ok=True)
        (args.out / name).write_bytes(data)
        print(f"{args.out / name}: {len(data)} bytes")


def _sounds(form: Form, folder: Path) -> dict[str, bytes]:
    """The author's recordings under the paths by which phones know them (spec/form.md, Words, sounds and pictures)."""
    found = {}
    for language, files in form.sounds.items():
        for place, file in files.items():
            try:
                found[f"{language}/sounds/{place}"] = (folder / Path(file).name).read_bytes()
            except OSError:
                raise Problem("forms.no_file", file=file) from None
    return found
