"""The demo, started as anyone starts it, in a folder of its own."""

import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from people import Demo
from playwright.sync_api import Playwright, sync_playwright

from portkit import held_port


def environment() -> dict[str, str]:
    """The demo's own: where the run is on PostgreSQL, a database of its own there."""
    if os.environ.get("AMANA_TEST_DATABASE") != "postgresql":
        return {**os.environ}
    socket_folder = os.environ["AMANA_TEST_POSTGRES"]
    name = f"journey_{secrets.token_hex(6)}"
    with psycopg.connect(f"host={socket_folder} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return os.environ | {"AMANA_DESK_DATABASE": f"postgresql://postgres@/{name}?host={socket_folder}"}


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def ports() -> Iterator[ExitStack]:
    """Keeps what a demo listens at from whoever asks for any port."""
    with ExitStack() as held:
        yield held


@pytest.fixture
def demo(tmp_path: Path, ports: ExitStack) -> Iterator[Demo]:
    """Started, built and serving; ended with the test."""
    folder = tmp_path / "demo"
    hub, own, partner = (str(ports.enter_context(held_port())) for _ in range(3))
    ports = ["--hub-port", hub, "--desk-port", own, "--partner-port", partner]
    where = environment()
    words = [sys.executable, "-m", "amana.cli", "demo", "--folder", str(folder), *ports]
    running = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=where
    )
    printed: list[str] = []
    for line in running.stdout:
        printed.append(line)
        if "Stop it with Ctrl-C" in line:
            break
    said = "".join(printed)
    assert running.poll() is None, said
    drain = threading.Thread(target=lambda: printed.extend(running.stdout), daemon=True)
    drain.start()
    link, desk = re.search(r"(http://\S+/#\S+)", said)[1], re.search(r"The desk +(http://\S+)", said)[1]
    partner = re.search(r"The desk of Open Ledger is at +(http://\S+)", said)[1]
    yield Demo(folder, link, desk, partner, printed, where | {"AMANA_DESK_HOME": str(folder / "desk")})
    running.terminate()
    running.wait(180)
    drain.join(5)
