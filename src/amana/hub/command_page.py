"""`./amana page single --card LINK --out FILE`: the whole phone page as one HTML file, to pass on from phone to phone.

./amana page single --card 'https://hub.example/#FINGERPRINT' --out info.html [--languages en fr]
"""

import argparse
import hashlib
import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from amana.errors import Problem
from amana.hub import one_file

INTAKE = Path(__file__).parents[3] / "intake"
PATIENCE = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """`single` and what it needs."""
    single = parser.add_subparsers(dest="what", metavar="single", required=True).add_parser(
        "single", help="make one HTML file of the page and a desk's card"
    )
    single.add_argument("--card", required=True, metavar="LINK", help="the desk's link, as it is handed out")
    single.add_argument("--out", required=True, type=Path, metavar="FILE")
    single.add_argument("--languages", nargs="*", default=[], metavar="TAG", help="all that there are, if not given")


def run(args: argparse.Namespace) -> None:
    """Make it; say how large it is and by which hash it is known. Raises `hub.no_card_there`, `hub.no_build`."""
    desk = one_file.gather(args.card, _fetch)
    page = one_file.write(build(args.languages), desk).encode()
    args.out.write_bytes(page)
    print(f"{args.out}: {len(page)} bytes\nsha256 {hashlib.sha256(page).hexdigest()}")


def build(languages: list[str]) -> one_file.Parts:
    """The page's script and style. Raises `hub.no_build`."""
    try:
        done = subprocess.run(["node", "single.mjs", *languages], cwd=INTAKE, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise Problem("hub.no_build") from None
    return one_file.Parts(**json.loads(done.stdout))


def _fetch(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 (take_apart lets http and https pass)  # nosec B310
            return bytes(answer.read())
    except (OSError, ValueError):
        raise Problem("hub.no_card_there") from None
