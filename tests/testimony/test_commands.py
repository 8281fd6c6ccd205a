"""`./amana desk card`, `sync`, `import` and `claims`, each as a process of its own, as a desk is run."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3

from amana.desk.doors import Cost, new_passphrase_door
from amana.desk.files import KEYRING
from amana.desk.kept_keys import write_keys
from amana.desk.keyring import open_keyring
from amana.desk.qr import draw_qr
from amana.sealing import card as cards
from amana.sealing import ed25519, parts
from amana.sealing.envelope import seal
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside
from amana.sealing.link import read_fragment
from amana.sealing.mailbox import Mailbox
from amana.testimony.hub_client import Hub
from portkit import held_port

PASSPHRASE = "seven quiet herons over water"
WORLD = Path(__file__).parents[2] / "src/amana/demo/world"


COUNT = """
from amana.testimony.models import Envelope, Testimony
words = {row.told["answers"]["own_words"] for row in Testimony.objects.all()}
print(Envelope.objects.filter(reason="").count(), Testimony.objects.count(), len(words))
print(*Envelope.objects.values_list("id", flat=True))
"""


CHECK = """
from amana.desk.errands.running import errands
from amana.testimony import checking
import time
checking.start()
while checking.state().running:
    print(*errands.processes(), flush=True)
    time.sleep(0.02)
print("ended", checking.state().wrong.code if checking.state().wrong else "", flush=True)
"""
"""As a page does it: by a process beside the one that was asked. Prints the other's id until it is done."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new desk on SQLCipher. After its first opening it opens more cheaply, as it will be opened twenty times."""
    home = tmp_path_factory.mktemp("desk") / "home"
    done = desk(home, "init")
    assert done.returncode == 0, done.stderr
    first = open_keyring((home / KEYRING).read_bytes(), PASSPHRASE)
    assert first.door.cost == Cost()
    write_keys(home, first.keys, *new_passphrase_door(PASSPHRASE, Cost(memory=64, passes=1, lanes=1)))
    return home


def start(home: Path, *words: object) -> "subprocess.Popen[str]":
    """One `./amana desk` command as a process, with the pass-phrase from a pipe."""
    env = {**os.environ, "AMANA_DESK_HOME": str(home), "AMANA_DESK_DATABASE": "sqlcipher"}
    command = [sys.executable, "-m", "amana.cli", "desk", *map(str, words)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdin
    process.stdin.write(PASSPHRASE + "\n")
    process.stdin.flush()
    return process


def desk(home: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """The same, run to its end."""
    process = start(home, *words)
    out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def desk_python(home: Path, code: str) -> str:
    """What `code` prints in a process that has the desk open."""
    process = start_python(home, code)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out


def start_python(home: Path, code: str) -> "subprocess.Popen[str]":
    """`code` in a process that has the desk open."""
    env = {
        **os.environ,
        "AMANA_DESK_HOME": str(home),
        "AMANA_DESK_DATABASE": "sqlcipher",
        "DJANGO_SETTINGS_MODULE": "amana.desk.settings",
    }
    before = (
        "import django; django.setup(); from django.conf import settings; from amana.desk.lock import lock; "
        f"lock.open(settings.DESK_HOME / 'keyring.json', {PASSPHRASE!r})\n"
    )
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", before + code], env=env, stdout=pipe, stderr=pipe, text=True)


@contextmanager
def hub_of(home: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a hub of its own process that serves the desk."""
    (tmp_path / "store").mkdir()
    with held_port() as port:
        words = ["hub", "serve", "--store", tmp_path / "store", "--desks", _fingerprint(home), "--port", port]
        hub = subprocess.Popen([sys.executable, "-m", "amana.cli", *map(str, words)], stderr=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(3000):
                try:
                    urllib3.request("GET", f"{address}/v1/openapi.json", retries=False, timeout=2)
                    break
                except urllib3.exceptions.HTTPError:
                    time.sleep(0.1)
            yield address
        finally:
            hub.terminate()
            hub.wait()


def runs(process: str) -> bool:
    """Whether a process is there, and not only its end, of which nobody has heard yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_from_a_card_to_an_account_at_the_desk(home: Path, tmp_path: Path) -> None:
    early = desk(home, "sync")
    assert early.returncode == 2 and "has no card at a hub yet" in early.stderr and "Traceback" not in early.stderr
    fingerprint = _fingerprint(home)
    with hub_of(home, tmp_path) as address:
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
        mailboxes = desk(home, "mailboxes")
        assert (mailboxes.returncode, mailboxes.stdout) == (0, f"{card.mailbox}: the newest, and the only one\n")


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
    return id_of(ed25519.public_key(open_keyring((home / KEYRING).read_bytes(), PASSPHRASE).keys.card))


def test_killed_at_any_moment_every_envelope_is_opened_exactly_once(home: Path, tmp_path: Path) -> None:
    """SIGKILL while it syncs, again and again, whenever a few more envelopes have gone from the hub."""
    keys = open_keyring((home / KEYRING).read_bytes(), PASSPHRASE).keys
    with hub_of(home, tmp_path) as address:
        published = desk(home, "card", "--hub", address, "--name", "en=An invented desk", "--per-day", 500)
        fingerprint, _, token = published.stdout.split("#")[1].split()[0].partition(".")
        hub, mailbox = Hub(address, keys.card), Mailbox(keys.mailbox)
        card = cards.read(urllib3.request("GET", f"{address}/v1/cards/{fingerprint}").data, fingerprint)
        told = [_account(card) for _ in range(84)]
        for sealed in told:
            _drop(address, mailbox.id, sealed, token)
        kills = 0
        for left in (80, 60):
            syncing = start(home, "sync")
            while syncing.poll() is None and len(list(hub.waiting(mailbox))) > left:
                time.sleep(0.02)
            syncing.kill()
            syncing.communicate()
            kills += syncing.returncode == -9
        for left, which in ((44, "beside"), (24, "asked")):
            asked = start_python(home, CHECK)
            assert asked.stdout
            # Until it is said which process does it; or that it is done already.
            beside = next((line.split() for line in asked.stdout if line.strip()), ["ended"])
            if beside[0] == "ended":
                asked.communicate(timeout=60)
                continue
            while asked.poll() is None and len(list(hub.waiting(mailbox))) > left:
                time.sleep(0.02)
            try:
                os.kill(int(beside[0]) if which == "beside" else asked.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            told_last = asked.communicate(timeout=60)[0].splitlines()[-1]
            assert which == "asked" or told_last == "ended desk.fault"
            end = time.monotonic() + 20
            while runs(beside[0]):
                assert time.monotonic() < end, "what was asked for outlived who asked"
            kills += 1
        assert kills >= 3
        assert desk(home, "sync").returncode == 0
        assert list(hub.waiting(mailbox)) == []
    rows = desk_python(home, COUNT).splitlines()
    envelopes, testimonies, different = map(int, rows[0].split())
    assert envelopes == testimonies == different
    assert {id_of(sealed) for sealed in told} <= set(rows[1].split())
