"""`./amana desk card`, `sync`, `import` and `claims`, each as a process of its own, as a desk is run."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import urllib3

from amana.desk.keyring import open_keys
from amana.desk.qr import draw_qr
from amana.sealing import card as cards
from amana.sealing import ed25519, parts
from amana.sealing.envelope import seal
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside
from amana.sealing.link import read_fragment

PASSPHRASE = "seven quiet herons over water"
WORLD = Path(__file__).parents[2] / "src/amana/demo/world"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new desk on SQLCipher."""
    home = tmp_path_factory.mktemp("desk") / "home"
    done = desk(home, "init")
    assert done.returncode == 0, done.stderr
    return home


def desk(home: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """One `./amana desk` command, with the pass-phrase from a pipe."""
    env = {**os.environ, "AMANA_DESK_HOME": str(home), "AMANA_DESK_DATABASE": "sqlcipher"}
    command = [sys.executable, "-m", "amana.cli", "desk", *map(str, words)]
    return subprocess.run(command, env=env, input=PASSPHRASE + "\n", capture_output=True, text=True, timeout=120)


def test_from_a_card_to_an_account_at_the_desk(home: Path, tmp_path: Path) -> None:
    early = desk(home, "sync")
    assert early.returncode == 2 and "has no card at a hub yet" in early.stderr and "Traceback" not in early.stderr
    fingerprint = _fingerprint(home)
    with socket.socket() as heard:
        heard.bind(("127.0.0.1", 0))
        port = heard.getsockname()[1]
    words = ["hub", "serve", "--store", tmp_path / "store", "--desks", fingerprint, "--port", port]
    (tmp_path / "store").mkdir()
    hub = subprocess.Popen([sys.executable, "-m", "amana.cli", *map(str, words)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib3.request("GET", f"{address}/v1/openapi.json", retries=False, timeout=2)
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        qr = tmp_path / "link.svg"
        given = ["--hub", address, "--name", "fr=Un bureau inventé", "--directory", WORLD / "services.yaml", "--qr", qr]
        published = desk(home, "card", *given, "--per-day", 20)
        assert published.returncode == 0, published.stderr
        (link,) = re.findall(r"http://\S+/#\S+", published.stdout)
        handed = read_fragment(link.partition("#")[2])
        assert handed.fingerprint == fingerprint and handed.token
        drawn = str(draw_qr(link, "Link to the desk"))
        assert qr.read_text("utf-8") == drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)

        note = urllib3.request("GET", f"{address}/v1/cards/{fingerprint}").data
        card = cards.read(note, fingerprint)
        sealed = _account(card)
        _drop(address, card.mailbox, sealed, handed.token)
        carried = tmp_path / "carried"
        carried.write_bytes(_account(card))
        assert "1 new testimony was opened and kept." in desk(home, "sync").stdout
        assert "Nothing new." in desk(home, "sync").stdout
        assert "1 new testimony was opened and kept." in desk(home, "import", carried).stdout
        assert "1 was here already." in desk(home, "import", carried).stdout
    finally:
        hub.terminate()
        hub.wait()


def test_a_folder_of_claims_comes_in_and_a_faulty_one_does_not(home: Path, tmp_path: Path) -> None:
    assert re.match(r"Kept \d+ sources, \d+ claims", desk(home, "claims", WORLD / "claims").stdout)
    faulty = desk(home, "claims", tmp_path)
    assert faulty.returncode == 2 and "sources.yaml" in faulty.stderr and "Traceback" not in faulty.stderr


def _account(card: cards.Card) -> bytes:
    inside = Inside(kind="account", form=None, language="fr", day=None, answers={"own_words": os.urandom(8).hex()},
                    consents={}, attachments=[], reply_to=None)  # fmt: skip
    return seal(inside, [], card.recipients)


def _drop(address: str, mailbox: str, sealed: bytes, token: str) -> None:
    pieces = parts.split(sealed)
    for n, piece in enumerate(pieces):
        url = f"{address}/v1/mailboxes/{mailbox}/envelopes/{id_of(sealed)}/{n}-of-{len(pieces)}"
        assert urllib3.request("PUT", url, body=piece, headers={"Amana-Token": token}).status in (201, 202)


def _fingerprint(home: Path) -> str:
    return id_of(ed25519.public_key(open_keys((home / "keyring.json").read_bytes(), PASSPHRASE).card))
