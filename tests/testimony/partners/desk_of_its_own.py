"""A desk in a process and a home of its own, told what to do line by line: {"do": …} in, one line of JSON out.

python desk_of_its_own.py      with AMANA_DESK_HOME
"""

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
sys.path.insert(0, str(Path(__file__).parents[2]))
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from amana.care.publishing import publish_card  # noqa: E402
from amana.desk.actions import add_person, hasten  # noqa: E402
from amana.desk.doors import Cost  # noqa: E402
from amana.desk.kept_keys import make_keys  # noqa: E402
from amana.desk.lock import lock  # noqa: E402
from amana.desk.models import User  # noqa: E402
from amana.release.sharing import actions as sharing  # noqa: E402
from amana.release.sharing.drafting import make_draft  # noqa: E402
from amana.sealing.mailbox import Mailbox  # noqa: E402
from amana.testimony import actions, consents, erasing  # noqa: E402
from amana.testimony.cases import actions as cases  # noqa: E402
from amana.testimony.models import Card, Envelope, Survivor, Testimony  # noqa: E402
from amana.testimony.partners import actions as partners  # noqa: E402
from amana.testimony.partners import keys  # noqa: E402
from amana.testimony.partners.delivering import deliver  # noqa: E402
from amana.testimony.partners.models import Came, Partner, Share  # noqa: E402
from amana.testimony.sync import our_hub, sync_from_hub  # noqa: E402
from deskkit import digits, fingerprint, keep, reply_to, sealed  # noqa: E402
from tableskit import make_tables  # noqa: E402

WORDS = "seven quiet herons over water"


def start():
    make_keys(settings.DESK_HOME, WORDS, cost=Cost(64, 1, 1))
    lock.open(settings.DESK_HOME / "keyring.json", WORDS)
    make_tables()
    for name in ("Salim", "Ines"):
        add_person(None, name, ["supervisor"], "a first password 77")
    return fingerprint()


def people():
    return list(User.objects.order_by("pk")[:2])


def publish(hub):
    publish_card(None, hub, {"en": "An invented desk"})
    return Card.objects.get().link


def add(name, link):
    made = partners.add(people()[0], name, link, partners.fetch_card(link))
    return keys.digits_of(made)


def partner(name):
    return next(row for row in Partner.objects.all() if row.name == name)


def confirm(name):
    partners.confirm(people()[1], partner(name))


def end(name):
    partners.end(people()[1], partner(name))


def ask_anew(name):
    partners.ask_anew(people()[1], partner(name))


def tell(words, person=None, sound=False, receipt=False):
    files = {"a.ogg": ("audio/ogg", b"OggS invented " + words.encode() * 3000)} if sound else None
    back = reply_to(digits()) if receipt else None
    told = sealed({"own_words": words, "teller": "survivor"}, files=files, back=back)
    row = actions.take_in_hand(people()[0], keep(told))
    if person:
        cases.add_testimony(people()[0], Survivor.objects.get(pk=person), row)
    else:
        person = cases.open_case(people()[0], row).pk
    return [row.pk, person]


def add_words(account, words):
    back = Testimony.objects.get(pk=account).told["reply_to"]
    keep(sealed({}, {}, kind="addition", text=words, back=back))


def share_added(account):
    made = sharing.start_of_added(people()[0], Share.objects.get(testimony=account, of=None))
    sharing.approve(people()[1], made, make_draft(made).digest)


def agree(account, recipient, answer="yes", purpose="evidence", **more):
    row = Testimony.objects.get(pk=account)
    actions.record_consent(people()[0], row, purpose, answer, recipient=recipient, **more)


def share(name, accounts, purpose="evidence", extent="all", onward=""):
    fields = {"purpose": purpose, "extent": extent, "counted": True, "onward": onward, "why": "An expert looks at them"}
    made = sharing.start(people()[0], partner(name), fields)
    for account in accounts:
        sharing.choose(people()[0], made, Testimony.objects.get(pk=account))
    sharing.approve(people()[1], made, make_draft(made).digest)


def erase(account):
    erasing.erase(people()[0], Testimony.objects.get(pk=account))


def hold(person, held):
    Survivor.objects.filter(pk=person).update(held_back=held)


def sync():
    hub = our_hub()
    hub.pause = 0.01
    return vars(sync_from_hub(hub))


def at_once():
    """What the served desk does by itself, every few seconds."""
    return hasten()


def link():
    return Card.objects.get().link


def later(days):
    """What a check brings to partner desks after so many days."""
    return list(deliver(datetime.now(UTC).date() + timedelta(days=days)))


def lose():
    """The hub loses what waits for this desk."""
    hub, mailbox = our_hub(), Mailbox(lock.keys.mailbox)
    lost = [each.id for each in hub.waiting(mailbox)]
    for each in lost:
        hub.remove(mailbox, each)
    return len(lost)


def put_aside():
    """A copy of the database, as a backup has it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(database(), database().with_suffix(".aside"))


def put_back():
    """The database is as it was when it was put aside."""
    connection.close()
    for old in database().parent.glob(database().name + "-*"):
        old.unlink()
    shutil.copy(database().with_suffix(".aside"), database())


def database():
    return Path(connection.settings_dict["NAME"])


def killed(patience):
    """A check that is killed somewhere on its way."""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            sync()
        finally:
            os._exit(0)
    time.sleep(random.uniform(0, patience))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def look():
    """Of each account its words and whether it may be opened and used; of each share what holds, and is known there."""
    rows = Testimony.objects.all()
    return {
        "accounts": {
            row.told.get("text") or row.told["answers"]["own_words"]: [
                row.pk,
                row.shut,
                consents.allows(row, "evidence"),
                [bytes(each.content).decode()[:4] for each in row.attachments.all()],
            ]
            for row in rows
        },
        "count": len(rows),
        "kept": len([each for each in Envelope.objects.all() if bytes(each.sealed)]),
        "aside": list(Envelope.objects.exclude(reason="").values_list("reason", flat=True)),
        "shares": sorted([each.state, each.number, each.next is None] for each in Share.objects.all()),
        "came": sorted([each.state, each.number, each.gone] for each in Came.objects.all()),
        "people": len({each.person for each in Came.objects.all()}),
        "heard": [each.heard for each in Partner.objects.order_by("pk")],
    }


DEEDS = {deed.__name__: deed for deed in (start, publish, add, confirm, end, ask_anew, tell, agree, share, erase, hold)}
DEEDS |= {deed.__name__: deed for deed in (sync, at_once, link, add_words, share_added)}
DEEDS |= {deed.__name__: deed for deed in (later, lose, put_aside, put_back, killed, look)}

if __name__ == "__main__":
    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": DEEDS[asked.pop("do")](**asked)}
        except Exception:
            answer = {"wrong": traceback.format_exc()}
        print(json.dumps(answer), file=out, flush=True)
