"""The other age in these tests, run for real: `age-encryption` and the official vectors, from the page's own tools."""

import subprocess
from pathlib import Path

INTAKE = Path(__file__).parents[2] / "intake"


def run_module(script: str, told: bytes = b"") -> bytes:
    """What a JavaScript module prints when run by Node where the page's packages are, with `told` on its input."""
    command = ["node", "--input-type=module", "--eval", script]
    return subprocess.run(command, cwd=INTAKE, input=told, stdout=subprocess.PIPE, check=True).stdout
