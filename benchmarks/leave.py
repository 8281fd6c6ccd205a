"""How long it takes to leave a desk in danger: from the command until nobody can open it and its process has ended.

    ./amana bench leave

A desk with the demo's country and 300 more accounts is filled, on SQLCipher and then on PostgreSQL, served, opened, and
left by `./amana desk leave --now`, as somebody would type it; then its keyring is put back for the next time. What is
timed begins before the command starts, and ends when the keyring is gone, the command has ended, and so has the desk.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _at_work import Person

from amana.demo.building import read_people
from desk import free_port, running

HERE = Path(__file__).parent
ACCOUNTS, TIMES, PROMISED = 300, 20, 1.0


def main(peers: dict[str, str]) -> int:
    """Measure and print; 1 if it ever took longer than promised."""
    sys.path.append(str(HERE.parent / "tests"))
    from postgresql_cluster import cluster

    databases = {"SQLCipher": "sqlcipher", "PostgreSQL": f"postgresql://postgres@/postgres?host={cluster()}"}
    worst = max([measure(name, database) for name, database in databases.items()])
    print(f"longest: {worst:.2f} s; promised: under {PROMISED:.0f} s")
    return int(worst >= PROMISED)


def measure(name: str, database: str) -> float:
    """One database: the longest, in seconds."""
    print(f"{name}: filling a desk …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(dir=HERE) as place:
        home = Path(place) / "desk"
        environment = {"AMANA_DESK_HOME": str(home), "AMANA_DESK_DATABASE": database, "AMANA_DESK_INVENTED": "1"}
        environment = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "amana.desk.settings"}
        words = [sys.executable, HERE / "_filled_desk.py", free_port(), Path(place) / "hub", ACCOUNTS, 0]
        filled = subprocess.run(list(map(str, words)), stdout=subprocess.PIPE, env=environment, check=True)
        who, role, secret = json.loads(filled.stdout.splitlines()[-1])[1][0]
        keyring = (home / "keyring.json").read_bytes()
        took = []
        for number in range(TIMES):
            (home / "keyring.json").write_bytes(keyring)
            with running(["desk", "serve", "--port", "0"], environment) as desk:
                address = re.search(r"http://\S+?/", desk.stdout.readline().decode())[0]  # type: ignore[union-attr,index]
                person = Person(address, who, role, bytes.fromhex(secret), number)
                person.open_desk(read_people()["passphrase"])
                took.append(leave(home, desk, environment))
    gone, ended = zip(*took, strict=True)
    print(
        f"{name}, {TIMES} times: the command had ended after {max(gone):.2f} s at most, "
        f"the desk's process after {max(ended):.2f} s at most, {sorted(ended)[TIMES // 2]:.2f} s in the middle",
        flush=True,
    )
    return max(*gone, *ended)


def leave(home: Path, desk: "subprocess.Popen[bytes]", environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until the command had ended, and until the desk had."""
    began = time.perf_counter()
    left = subprocess.Popen([HERE.parent / "amana", "desk", "leave", "--now"], stdout=subprocess.PIPE, env=environment)
    ended: dict[str, float] = {}
    while len(ended) < 2:
        for name, process in (("command", left), ("desk", desk)):
            if name not in ended and process.poll() is not None:
                ended[name] = time.perf_counter() - began
        time.sleep(0.002)
    if left.returncode or (home / "keyring.json").exists():
        raise RuntimeError("the desk was not left")
    return ended["command"], ended["desk"]


if __name__ == "__main__":
    sys.exit(main({}))
