"""A desk in a process of its own whose mailbox is replaced and ended, killed at each step. Prints what it found.

python another_mailbox.py STORE      with AMANA_DESK_HOME, and AMANA_DESK_DATABASE, of a desk that is not there yet
"""

import os
import signal
import sys
from pathlib import Path

import django

sys.path[:0] = [str(Path(__file__).parents[1])]
os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from amana.care import publishing  # noqa: E402
from amana.desk import kept_keys, rekeying  # noqa: E402
from amana.desk.doors import Cost  # noqa: E402
from amana.desk.lock import lock  # noqa: E402
from amana.errors import Problem  # noqa: E402
from amana.sealing import card  # noqa: E402
from amana.sealing.ids import id_of  # noqa: E402
from amana.testimony import mailboxes, sync  # noqa: E402
from amana.testimony.hub_client import Hub  # noqa: E402
from amana.testimony.models import Card, Envelope  # noqa: E402
from deskkit import fingerprint, hub_at, sealed  # noqa: E402
from tableskit import make_tables  # noqa: E402

PASSPHRASE = "seven quiet herons over water"
CHEAP = Cost(64, 1, 1)
sync.HEARD_BY_ALL = 0.0


def opened() -> None:
    """As a desk opens after it was killed."""
    lock.open(settings.DESK_HOME / "keyring.json", PASSPHRASE)
    rekeying.settle_database()
    rekeying.finish()


def make(address: str) -> None:
    opened()
    make_tables()
    publishing.publish_card(None, address, {"en": "An invented desk"})


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(where: object, name: str) -> None:
    setattr(where, name, die)


def after(where: object, name: str) -> None:
    real = getattr(where, name)

    def act(*args: object, **more: object) -> None:
        real(*args, **more)
        die()

    setattr(where, name, act)


def draw() -> None:
    rekeying.rekey(mailbox=True)


def publish() -> None:
    publishing.publish_card(None)


def end() -> None:
    hub = sync.our_hub()
    assert mailboxes.replaced()
    sync.end_mailboxes(hub, mailboxes.replaced(), sync.Outcome())


STEPS = [
    ("before the new key is written", draw, before, rekeying, "write_keys"),
    ("the new key is written", draw, after, rekeying, "write_keys"),
    ("before the hub has the card", publish, before, Hub, "put_card"),
    ("the hub has the card and the desk does not", publish, after, Hub, "put_card"),
    ("before it is ended at the hub", end, before, Hub, "end_mailbox"),
    ("ended at the hub", end, after, Hub, "end_mailbox"),
    ("while the last of it is kept", end, before, sync, "_count"),
    ("before its key is forgotten", end, before, rekeying, "write_keys"),
    ("its key is forgotten", end, after, rekeying, "write_keys"),
]


def in_child(work, *args) -> int:
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            work(*args)
        finally:
            sys.stdout.flush()
            os._exit(0)
    return os.waitpid(child, 0)[1]


def killed(work, how, where, name) -> None:
    opened()
    how(where, name)
    work()


class Phones:
    """Phones that have any card there ever was, and remember what they were told is safe."""

    def __init__(self, address: str) -> None:
        self.hub = Hub(address, lock.keys.card, pause=0.01)
        self.boxes: set[str] = set()
        self.safe: set[str] = set()

    def send(self) -> None:
        self.boxes.add(card.read(self.hub.card(fingerprint()), fingerprint()).mailbox)
        for box in self.boxes:
            envelope = sealed()
            try:
                self.hub.drop(box, envelope)
            except Problem as problem:
                assert problem.code == "testimony.hub_refused"
                continue
            self.safe.add(id_of(envelope))


def main(store: Path) -> None:
    kept_keys.make_keys(settings.DESK_HOME, PASSPHRASE, cost=CHEAP)
    lock.open(settings.DESK_HOME / "keyring.json", PASSPHRASE)
    with hub_at(store) as address:
        in_child(make, address)
        phones = Phones(address)
        phones.send()
        for words, work, how, where, name in STEPS:
            print(words, flush=True)
            status = in_child(killed, work, how, where, name)
            print("killed" if status == signal.SIGKILL else "lived", flush=True)
            phones.send()
            if (words, work) == (STEPS[1][0], draw):
                in_child(killed, publish, lambda *_: None, None, "")
                phones.send()
        opened()
        if mailboxes.replaced():
            end()
        phones.send()
        sync.sync_from_hub(sync.our_hub())
        assert len(phones.boxes) == 2 and len(phones.safe) > len(STEPS), (phones.boxes, len(phones.safe))
        assert not lock.keys.earlier_mailbox and Card.objects.count() >= 2
        kept = set(Envelope.objects.values_list("id", flat=True))
        assert phones.safe == kept, (phones.safe - kept, kept - phones.safe)
        print("whole", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
