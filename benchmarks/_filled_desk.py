"""A desk with the work of some years in it, for a benchmark: the demo's country, many more accounts, a team of 25.

Runs in a process of its own, since Django's settings are read once. Makes and fills the desk whose home and database
the environment names, lays what waits for it into the hub's folder, and prints one line of JSON: the desk's
fingerprint, and each of the team with role and secret of the second factor.
"""

import argparse
import asyncio
import base64
import json
import random
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

TEAM = {
    "caseworker": 12,
    "supervisor": 3,
    "analyst": 4,
    "investigator": 2,
    "publisher": 2,
    "administrator": 2,
}
"""Role → how many of the 25."""
FREE = 40
"""Accounts that nobody has taken in hand yet."""
CASES = 8
"""Cases that each caseworker keeps, with a task and a risk."""
WITH_RECEIPT = 4
"""One account in so many has a receipt, to which letters go."""


def main(words: list[str]) -> None:
    """Fill it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("store", type=Path)
    parser.add_argument("accounts", type=int)
    parser.add_argument("waiting", type=int)
    asked = parser.parse_args(words)
    django.setup()
    from django.conf import settings

    from amana.demo import building
    from amana.demo.command import start_hub, wait_for
    from amana.desk.lock import lock
    from amana.sealing.mailbox import Mailbox

    fingerprint, address = building.make_keyring(settings.DESK_HOME), f"http://127.0.0.1:{asked.port}"
    building.open_new(settings.DESK_HOME)
    hub = start_hub(asked.store, fingerprint, asked.port)
    try:
        wait_for(address, hub)
        building.build(address, say)
    finally:
        hub.terminate()
        hub.wait()
    say(f"a team of {sum(TEAM.values())}, {asked.accounts:,} accounts in their hands, their cases")
    team, envelopes = list(people()), sealed(random.Random(20261128))  # noqa: S311 - what is drawn is no secret
    work(team, envelopes, asked.accounts)
    say(f"{asked.waiting:,} envelopes that wait at the hub")
    asyncio.run(lay(asked.store, Mailbox(lock.keys.mailbox).id, envelopes, asked.waiting))
    print(json.dumps([fingerprint, [[user.name, role, secret.hex()] for user, role, secret in team]]))


def say(line: str) -> None:
    """One line of progress."""
    print(f"  {line} …", file=sys.stderr, flush=True)


def people() -> Iterator[tuple[Any, str, bytes]]:
    """Everyone of the team, by name, role and secret of the second factor; the password is the demo's."""
    from amana.demo.building import add, read_people, second_factor_of

    for role, count in TEAM.items():
        for number in range(1, count + 1):
            name = f"{role} {number}"
            yield add({"username": name, "role": role}, read_people()["password"]), role, second_factor_of(name)


def sealed(drawn: random.Random) -> Iterator[bytes]:
    """Accounts without end, told as the demo's are, sealed to the open desk."""
    from amana.demo.telling import read_accounts
    from amana.desk.lock import lock
    from amana.forms.ready import ready
    from amana.sealing import keys
    from amana.sealing.envelope import seal
    from amana.sealing.inside import Inside, ReplyTo

    told, desk = read_accounts(), keys.recipient_of(lock.keys.identities()[0])
    receipts = [keys.new_identity()[1] for _ in range(50)]
    number = 0
    while True:
        number += 1
        account = drawn.choice(told)
        form = ready(account.get("form", "first_telling"))
        back = None
        if number % WITH_RECEIPT == 0:
            mailbox = base64.b32encode(secrets.token_bytes(32)).decode().lower().rstrip("=")
            back = ReplyTo(mailbox=mailbox, recipient=drawn.choice(receipts)).model_dump()
        inside = Inside.model_validate(
            {
                "kind": "account",
                "form": {"id": form.id, "version": form.phone["version"]},
                "language": account["language"],
                "day": (date(2026, 11, 1) - timedelta(days=drawn.randrange(700))).isoformat(),
                "answers": account["answers"],
                "consents": account["consents"],
                "attachments": [],
                "reply_to": back,
            }
        )
        yield seal(inside, [], [desk])


def work(team: list[tuple[Any, str, bytes]], envelopes: Iterator[bytes], accounts: int) -> None:
    """Accounts that came by hand over two years, in the hands of the caseworkers but for the newest; their cases."""
    from amana.testimony import actions
    from amana.testimony.cases import actions as cases
    from amana.testimony.cases import actions_care as care
    from amana.testimony.models import Envelope

    caseworkers = [user for user, role, _ in team if role == "caseworker"]
    today = datetime.now(UTC).date()
    for number in range(accounts):
        day = today - timedelta(days=700 * (accounts - number) // accounts)
        kept = actions.keep(next(envelopes), Envelope.Way.FILE, day)
        if kept is None or number >= accounts - FREE:
            continue
        row = actions.take_in_hand(caseworkers[number % len(caseworkers)], kept.testimony)
        if number % 3:
            actions.mark_seen(row.handler, row)
        if number < CASES * len(caseworkers):
            case = cases.open_case(row.handler, row)
            care.set_task(row.handler, case, "call", today + timedelta(days=number % 20), "")


async def lay(store: Path, mailbox: str, envelopes: Iterator[bytes], count: int) -> None:
    """Put envelopes where the hub keeps those that were dropped, as durably."""
    from amana.hub.durable import Folder
    from amana.hub.store import envelope_name
    from amana.sealing.ids import id_of

    folder = Folder(store)
    for _ in range(0, count, 50):
        some = [next(envelopes) for _ in range(min(50, count))]
        await asyncio.gather(*(folder.keep(envelope_name(mailbox, id_of(one)), one) for one in some))


if __name__ == "__main__":
    main(sys.argv[1:])
