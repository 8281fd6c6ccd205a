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
from typing import Any

import urllib3

from amana.errors import Problem

HOUSE = Path(__file__).parents[3]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and where the world is kept."""
    parser.add_argument("--hub-port", type=int, default=8441)
    parser.add_argument("--desk-port", type=int, default=8440)
    parser.add_argument("--partner-port", type=int, default=8442, help="of the other organisation's desk")
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
    from amana.demo.building import BUILT_PAGE, build, make_keyring, offer, open_new, publish, read_people
    from amana.desk.lock import lock
    from amana.hub.command import check_port

    for port in (args.hub_port, args.desk_port, args.partner_port):
        check_port("127.0.0.1", port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    address, done, known = f"http://localhost:{args.hub_port}", folder / "complete", folder / "fingerprints"
    new, page = not done.exists(), (BUILT_PAGE / "page.txt").read_bytes()
    if new:
        shutil.rmtree(folder, ignore_errors=True)
        say("building a fictional country (once) …")
        known.parent.mkdir(parents=True)
        known.write_text(",".join(make_keyring(folder / name) for name in ("desk", "partner")))
        open_new(folder / "desk")
    ours, theirs = (f"{address}/#{one}" for one in known.read_text().split(","))
    beside = [start_hub(folder / "hub", known.read_text(), args.hub_port)]
    try:
        wait_for(address, beside[0])
        beside.append(start_partner(folder / "partner", args.partner_port, address, ours))
        if new:
            team = build(address, lambda step: say(f"  {step} …"))
            say("  another organisation's desk, and an account to share with it …")
            offer(team, theirs)
            lock.close()
            done.write_bytes(page)
        elif done.read_bytes() != page:
            say("the phone page has changed; the desk signs it, since phones take no other …")
            open_new(folder / "desk")
            publish(address)
            lock.close()
            done.write_bytes(page)
        desks = f"http://localhost:{args.desk_port}/", f"http://127.0.0.1:{args.partner_port}/"
        welcome(ours, *desks, read_people())
        if sys.stdin.isatty():
            threading.Thread(target=listen, daemon=True).start()
        serve_desk(args.desk_port)
    finally:
        for process in beside:
            process.terminate()
            process.wait()


def say(line: str) -> None:
    """One line of progress."""
    print(f"amana: {line}", file=sys.stderr, flush=True)


def start_hub(store: Path, fingerprints: str, port: int) -> "subprocess.Popen[bytes]":
    """A hub of its own process, as it would be elsewhere."""
    words = ["hub", "serve", "--store", str(store), "--desks", fingerprints, "--port", str(port)]
    store.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen([sys.executable, "-m", "amana.cli", *words], stderr=subprocess.DEVNULL)


def start_partner(home: Path, port: int, hub: str, link: str) -> "subprocess.Popen[bytes]":
    """The other organisation's desk, which builds itself, meets the one of `link`, and is served, locked.

    Browsers keep the cookies of one host name together whatever the port, so it is called by another one.
    """
    where = {name: value for name, value in os.environ.items() if name != "AMANA_DESK_DATABASE"}
    words = [sys.executable, "-m", "amana.demo.partner_desk", str(port), hub, link]
    where |= {"AMANA_DESK_HOME": str(home)}
    none = subprocess.DEVNULL
    return subprocess.Popen(words, env=where, stdin=none, stdout=none, stderr=none)


def wait_for(address: str, hub: "subprocess.Popen[bytes]") -> None:
    """Until the hub answers. Raises `demo.no_hub` if it ends, or does not within two minutes."""
    end = time.monotonic() + 120
    while time.monotonic() < end and hub.poll() is None:
        try:
            urllib3.request("GET", f"{address}/v1/openapi.json", retries=False, timeout=2)
            return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
    raise Problem("demo.no_hub", address=address)


def welcome(link: str, desk: str, partner: str, people: dict[str, Any]) -> None:
    """What to open, with which words, and what to click."""
    names = "\n".join(f"     {person['username']:10} {person['role']}" for person in people["people"])
    other, first = people["partner"], people["partner"]["people"][0]["username"]
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
  7  Two organisations: as salim, Sharing, read what would leave, and let it go. As ines, check the hub.
     The desk of {other["name"]} is at  {partner}
     with the same pass-phrase and password; there, as {first}, check for new accounts.
     As ines, take the account back. It is told within seconds: when {first} checks again, it is gone.

  Ctrl-C ends it. Everything is kept in .demo; delete that folder to begin anew.
""",
        flush=True,
    )


def listen() -> None:
    """Whenever Enter is pressed, print everyone's code of this half minute; at the word `night`, let a day pass."""
    from django_otp.oath import totp

    from amana.demo.building import read_people, second_factor_of

    everyone = [*read_people()["people"], *read_people()["partner"]["people"]]
    today = datetime.now(UTC).date()
    for line in sys.stdin:
        if line.strip() == "night":
            today += timedelta(days=1)
            say(pass_the_night(today))
            continue
        for person in everyone:
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
