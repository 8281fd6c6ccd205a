"""A gigabyte passes through `./amana seal` and `./amana open` in less than 64 MiB of memory each."""

import subprocess
import sys
from pathlib import Path

from amana.sealing import keyfile, keys

GIBIBYTE = 1 << 30
MOST = 64 << 10  # KiB, as Linux counts
AMANA = [sys.executable, "-m", "amana.cli"]


def peak(process: subprocess.Popen) -> int:
    """The most memory it has had so far, in KiB; 0 once it has ended (`ru_maxrss` would count ours)."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def test_a_gibibyte_passes_in_little_memory(tmp_path: Path) -> None:
    identity, recipient = keys.new_identity()
    keyfile.write(tmp_path / "desk.key", identity)
    with (tmp_path / "recording").open("wb") as file:
        file.truncate(GIBIBYTE)
    sealing = subprocess.Popen([*AMANA, "seal", "-r", recipient, str(tmp_path / "recording")], stdout=subprocess.PIPE)
    command = [*AMANA, "open", "-i", str(tmp_path / "desk.key")]
    opening = subprocess.Popen(command, stdin=sealing.stdout, stdout=subprocess.PIPE)
    assert sealing.stdout
    assert opening.stdout
    sealing.stdout.close()
    nothing, length, used = bytes(1 << 20), 0, {0}
    while block := opening.stdout.read(1 << 20):
        assert block == nothing[: len(block)]
        length += len(block)
        used |= {peak(sealing), peak(opening)}
    assert length == GIBIBYTE
    assert (sealing.wait(), opening.wait()) == (0, 0)
    assert 0 < max(used) < MOST
