"""`./amana demo`: a hub, a desk and the phone page on this machine, in a fictional country.

What runs is what an organisation runs. The world is built once, in `.demo/`; delete that folder to begin anew.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import urllib3

from amana.errors import Problem

HOUSE = Path(__file__).parents[3]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and where the world is kept."""
    parser.add_argument("--hub-port", type=int, default=8441)
    parser.add_argument("--desk-port", type=int, default=8440)
    parser.add_argument("--folder", type=Path, default=HOUSE / ".demo")


def run(args: argparse.Namespace) -> None:
    """Build the world if it is not there, then serve until stopped."""
    folder: Path = args.folder.absolute()
    os.environ |= {
        "AMANA_DESK_HOME": str(folder / "desk"),
        "AMANA_DESK_INVENTED": "1",
        "DJANGO_SETTINGS_MODULE": "amana.desk.settings",
    }
    import django

    django.setup()
    from amana.demo.building import build, make_keyring, read_people
    from amana.desk.lock import lock
    from amana.hub.command import check_port
    from amana.sealing import ed25519
    from amana.sealing.ids import id_of

    check_port("127.0.0.1", args.hub_port)
    check_port("127.0.0.1", args.desk_port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    address, done = f"http://localhost:{args.hub_port}", folder / "built"
    new = not done.exists()
    if new:
        shutil.rmtree(folder, ignore_errors=True)
        say("building a fictional country (once) …")
        make_keyring(folder / "desk")
        done.with_suffix(".fingerprint").write_text(id_of(ed25519.public_key(lock.keys.card)))
    fingerprint = done.with_suffix(".fingerprint").read_text()
    hub = start_hub(folder / "hub", fingerprint, args.hub_port)
    try:
        wait_for(address, hub)
        if new:
            build(address, lambda step: say(f"  {step} …"))
            lock.close()
            done.touch()
        welcome(f"{address}/#{fingerprint}", f"http://localhost:{args.desk_port}/", read_people())
        if sys.stdin.isatty():
            threading.Thread(target=listen, daemon=True).start()
        serve_desk(args.desk_port)
    finally:
        hub.terminate()
        hub.wait()


def say(line: str) -> None:
    """One line of progress."""
    print(f"amana: {line}", file=sys.stderr, flush=True)


def start_hub(store: Path, fingerprint: str, port: int) -> "subprocess.Popen[bytes]":
    """A hub of its own process, as it would be elsewhere."""
    words = ["hub", "serve", "--store", str(store), "--desks", fingerprint, "--port", str(port)]
    store.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen([sys.executable, "-m", "amana.cli", *words], stderr=subprocess.DEVNULL)


def wait_for(address: str, hub: "subprocess.Popen[bytes]") -> None:
    """Until the hub answers. Raises `demo.no_hub` if it ends, or does not within 20 seconds."""
    end = time.monotonic() + 20
    while time.monotonic() < end and hub.poll() is None:
        try:
            urllib3.request("GET", f"{address}/v1/openapi.json", retries=False, timeout=2)
            return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
    raise Problem("demo.no_hub", address=address)


def welcome(link: str, desk: str, people: dict[str, object]) -> None:
    """What to open, with which words, and what to click."""
    names = "\n".join(f"     {person['username']:10} {person['role']}" for person in people["people"])  # type: ignore[attr-defined]
    print(
        f"""
Talmera is a fictional country with a fictional war. Nobody in it is real.

  1  The phone    {link}
     Look at where help is. Tell something, send it, and keep the sixteen digits.

  2  The desk     {desk}
     Pass-phrase   {people["passphrase"]}
     Then sign in; the password of all of them is:  {people["password"]}
{names}
     The six-digit codes: press Enter here.
     Letters to receipts go once a day: type  night  here, and a day passes for them.

  3  As ines, a caseworker: check for new accounts, open yours, take it in hand, answer it.
  4  Let the night pass. On the phone: "I have a receipt", type the digits, read the answer.
  5  As noor, an analyst: make it part of an event; see how many at least, and why.
  6  As pavel, a publisher: read the draft of a release, change it. As salim, a second person: approve it.
     Download the brief.

  Ctrl-C ends it. Everything is kept in .demo; delete that folder to begin anew.
""",
        flush=True,
    )


def listen() -> None:
    """Whenever Enter is pressed, print everyone's code of this half minute; at the word `night`, let a day pass."""
    from django_otp.oath import totp

    from amana.demo.building import read_people, second_factor_of

    today = datetime.now(UTC).date()
    for line in sys.stdin:
        if line.strip() == "night":
            today += timedelta(days=1)
            say(pass_the_night(today))
            continue
        for person in read_people()["people"]:
            print(f"     {person['username']:10} {totp(second_factor_of(person['username'])):06d}", flush=True)


def pass_the_night(today: date) -> str:
    """Write the letters of `today`, as the first check of that day would; says how many went."""
    from amana.desk.lock import lock
    from amana.testimony.letters.sending import write_letters
    from amana.testimony.sync import our_hub

    if not lock.is_open:
        return "the desk is locked: open it first, then let the night pass"
    sent = list(write_letters(our_hub(), today))
    return f"a night has passed; letters that went: {sum(sent)}"


def serve_desk(port: int) -> None:
    """The desk's own server, locked, until stopped."""
    from amana.desk.commands import serve

    serve.run(argparse.Namespace(host="127.0.0.1", port=port))
