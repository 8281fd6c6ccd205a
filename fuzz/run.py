"""Runs the fuzz targets, each for a bounded time, in a process of its own. See README.md beside it.

Exit code 1 if any target found something.
"""

import argparse
import hashlib
import importlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parent
STORE = HOUSE / ".tools" / "fuzz"
ATHERIS = STORE / "packages"
SLOWEST = 10  # seconds for one input
LARGEST = 1024  # MiB for one process


def targets() -> list[str]:
    """The names of all targets."""
    return sorted(path.stem for path in (HERE / "targets").glob("*.py"))


def bring_atheris() -> None:
    """Install atheris, pinned by its hashes, where nothing else is."""
    if not (ATHERIS / "atheris").exists():
        uv = HOUSE / ".tools" / "uv" / "bin" / "uv"
        lock = HOUSE / "requirements" / "fuzz.txt"
        command = [uv, "pip", "install", "-q", "--python", sys.executable, "--require-hashes", "-r", lock]
        subprocess.run([*map(str, command), "--target", str(ATHERIS)], check=True)


def fuzz(name: str, seconds: int, again: Path | None) -> bool:
    """Run one target in a process of its own; whether it found nothing."""
    print(f"── {name}", flush=True)
    paths = os.pathsep.join(map(str, (HERE / "targets", HOUSE / "src", ATHERIS)))
    command = [sys.executable, str(Path(__file__)), "--within", "--seconds", str(seconds), name]
    if again:
        command += ["--again", str(again)]
    return subprocess.run(command, env=os.environ | {"PYTHONPATH": paths}).returncode == 0


def within(name: str, seconds: int, again: Path | None) -> None:
    """The fuzzing itself, with every line of Amana's that the target imports watched. Never returns."""
    import atheris

    with atheris.instrument_imports(include=["amana", name]):
        target = importlib.import_module(name)
    corpus, found = STORE / "corpus" / name, STORE / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    if not any(corpus.iterdir()):
        for seed in target.SEEDS:
            (corpus / hashlib.sha256(seed).hexdigest()).write_bytes(seed)
    bounds = [f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={LARGEST}", "-verbosity=0"]
    places = [str(again)] if again else [f"-artifact_prefix={found / name}-", "-print_final_stats=1", str(corpus)]
    atheris.Setup([name, *bounds, *places], target.check)
    atheris.Fuzz()


def main() -> int:
    """Read what is asked for, and run it."""
    parser = argparse.ArgumentParser(description="Fuzz the parsers of strangers' bytes.")
    parser.add_argument("target", nargs="*", choices=[[], *targets()], help="all of them where none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--again", type=Path, metavar="FILE", help="give a target one input that was found")
    parser.add_argument("--list", action="store_true", help="name the targets")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.list:
        print("\n".join(targets()))
        return 0
    if args.within:
        within(args.target[0], args.seconds, args.again)
    bring_atheris()
    return 0 if all([fuzz(name, args.seconds, args.again) for name in args.target or targets()]) else 1


if __name__ == "__main__":
    sys.exit(main())
