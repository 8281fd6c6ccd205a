"""`./amana test`: every check and every test.

Browser and database tests are real or they are no tests: with CI set, a single
skipped test makes the run fail. The closing line counts all runs together. What
reads code, the page's tests and PostgreSQL's run beside the others, which often
wait for a browser or a disk, and give way to them; what they printed is shown when
each has ended.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HOUSE = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

ROOMS = ["sealing", "forms", "hub", "desk", "testimony", "care", "events", "parties", "counting", "release", "demo"]
ON_A_DATABASE = ["desk", "testimony", "care", "events", "parties", "counting", "release", "journeys"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--only lint|page|tests|postgresql`, for the impatient."""
    parser.add_argument("--only", choices=["lint", "page", "tests", "postgresql"])


def lints() -> list[list[str]]:
    """The checks that read the code and run none of it."""
    python = ["src", "tests", "benchmarks", "fuzz", "amana"]
    return [
        [str(BIN / "ruff"), "check", "--quiet", *python],
        [str(BIN / "ruff"), "format", "--check", "--quiet", *python],
        [str(BIN / "mypy"), "--no-error-summary", *(f"src/amana/{room}" for room in ROOMS)],
        [str(BIN / "lint-imports"), "--no-cache"],
        # What ruff's rules of the same origin (S) do not know yet. A finding that is none says so on its own line.
        [str(BIN / "bandit"), "--quiet", "-ll", "--recursive", *(one for one in python if one != "tests")],
    ]


def pytest(folders: list[str], report: Path, at_once: int = 3) -> list[str]:
    """One run of the suite, its counts in `report`. Some files at once, the longest first (`tests/conftest.py`)."""
    # More than three with a browser, and pages under test wait longer than anyone would.
    order = ["--dist", "loadfile", "--no-loadscope-reorder"]
    return [sys.executable, "-m", "pytest", "-n", str(at_once), *order, f"--junitxml={report}", *folders]


def passed(command: list[str], cwd: Path = HOUSE, *, aside: bool = False, **extra: str) -> bool:
    """Run one check, say how long it took, and whether it passed.

    One `aside` gives way to others, and prints all that it says when it has ended.
    """
    name = f"── {' '.join(Path(word).name for word in command if not word.startswith('--junit'))[:70]}"
    if not aside:
        print(name, flush=True)
    began = time.monotonic()
    out, err = (subprocess.PIPE, subprocess.STDOUT) if aside else (None, None)
    command = ["nice", "-n", "5", *command] if aside else command
    done = subprocess.run(command, cwd=cwd, env=os.environ | extra, text=True, stdout=out, stderr=err)
    good = done.returncode == 0
    said = f"{name}\n{done.stdout}" if aside else ""
    print(f"{said}   {'passed' if good else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return good


def counts(reports: list[Path]) -> tuple[int, int, int]:
    """Passed, failed and skipped tests over all runs."""
    suites = [ElementTree.parse(path).getroot()[0] for path in reports if path.exists()]  # noqa: S314  # nosec B314
    total, failed, skipped = (
        sum(int(suite.get(key, 0)) for suite in suites for key in keys)
        for keys in (("tests",), ("failures", "errors"), ("skipped",))
    )
    return total - failed - skipped, failed, skipped


def run(args: argparse.Namespace) -> int:
    """Run all, or one group; 0 only if everything passed."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "sqlcipher.xml"), Path(folder, "postgresql.xml")
        rooms = [f"tests/{room}" for room in ON_A_DATABASE if (HOUSE / "tests" / room).exists()]

        def checked(group: str, *commands: list[str], cwd: Path = HOUSE, **extra: str) -> bool:
            """Whether all of a group passed, if it was asked for."""
            aside = args.only is None and group != "tests"
            wanted = commands if args.only in (None, group) else ()
            return all([passed(command, cwd, aside=aside, **extra) for command in wanted])

        def read_then_postgresql() -> bool:
            well = checked("lint", *lints())
            return checked("postgresql", pytest(rooms, second, 2), AMANA_TEST_DATABASE="postgresql") and well

        with ThreadPoolExecutor() as beside:
            page = [["npm", "run", "-s", task] for task in ("check", "test")]
            later = [
                beside.submit(read_then_postgresql),
                beside.submit(checked, "page", *page, cwd=HOUSE / "intake"),
            ]
            good = checked("tests", pytest(["tests"], first))
            good &= all([check.result() for check in later])
        well, badly, skipped = counts([first, second])
    if skipped and os.environ.get("CI"):
        print("A skipped test is a failed one here: install what it needs.")
        good = False
    print(f"{well} passed, {badly} failed, {skipped} skipped")
    return 0 if good else 1
