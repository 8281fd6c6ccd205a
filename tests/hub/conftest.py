"""The two kinds of place where a hub keeps things: a folder, and a server that speaks S3."""

import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from hubkit import Client, Desk, running

from portkit import held_port

S3 = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a moto server on this machine."""
    with held_port() as port:
        command = [sys.executable, "-c", f"from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"]
        with (tmp_path_factory.mktemp("moto") / "out").open("wb") as out:
            server = subprocess.Popen(command, stdout=out, stderr=out)
        address = f"http://127.0.0.1:{port}"
        for _ in range(3000):
            try:
                urllib3.request("GET", address, timeout=1, retries=False)
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        yield address
        server.terminate()
        server.wait()


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a fresh hub may keep things."""
    if request.param == "folder":
        return str(tmp_path / "store")
    address = request.getfixturevalue("s3_server")
    for name, value in {**S3, "AWS_ENDPOINT": address, "AWS_ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(name, value)
    bucket = f"hub-{secrets.token_hex(8)}"
    assert urllib3.request("PUT", f"{address}/{bucket}").status == 200
    return f"s3://{bucket}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder alone, for what only concerns folders."""
    return tmp_path / "store"


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk()


@pytest.fixture
def hub(place: str, desk: Desk) -> Iterator[Client]:
    """A running hub that has the desk's card and files."""
    with running(place, [desk]) as client:
        client.publish(desk)
        yield client
