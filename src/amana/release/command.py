"""`./amana brief FOLDER --out DIR`: a folder of claims written up as HTML, PDF and JSON.

Nothing is asked of a database or a network. All three files are made before the
first is written, so a brief that is refused leaves nothing behind.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path


def arguments(parser: ArgumentParser) -> None:
    """A folder as spec/claims.md describes it, and where the brief goes."""
    parser.add_argument("folder", type=Path, help="a folder of claims with a brief.yaml (spec/claims.md)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where brief.html, .pdf and .json go")


def run(args: Namespace) -> int:
    """Write the three files and say where they are."""
    from amana.events.folder import read_folder
    from amana.release.brief.write import write_brief

    files = write_brief(read_folder(args.folder))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (args.out / name).write_bytes(content)
        print(args.out / name)
    return 0
