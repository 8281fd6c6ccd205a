"""A desk in a process of its own, whose keys are replaced and which is killed at each step. Prints what it found.

python rekeyed.py        with AMANA_DESK_HOME, and AMANA_DESK_DATABASE, of a desk that is not there yet
"""

import os
import signal
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import ScryptPasswordHasher  # noqa: E402
from django.db import connection  # noqa: E402

from amana.desk import actions, kept_keys, rekeying, resealing  # noqa: E402
from amana.desk.doors import Cost, new_passphrase_door  # noqa: E402
from amana.desk.keyring import open_keyring  # noqa: E402
from amana.desk.lock import lock  # noqa: E402
from amana.desk.models import User  # noqa: E402
from amana.testimony.custody.keeping import audit  # noqa: E402
from tableskit import make_tables  # noqa: E402

ScryptPasswordHasher.work_factor, ScryptPasswordHasher.parallelism = 2**4, 1

CHEAP = Cost(64, 1, 1)
OLD, NEW = "seven quiet herons over water", "eight quiet herons over water"
PEOPLE = 12


def make() -> None:
    kept_keys.make_keys(settings.DESK_HOME, OLD, cost=CHEAP)
    open_with(OLD)
    make_tables()
    for number in range(PEOPLE):
        actions.add_person(None, f"Invented {number}", ["administrator"], "a first password 77")
    lock.close()


def open_with(*passphrases: str) -> str:
    """Open with whichever fits; says which."""
    for passphrase in passphrases:
        try:
            lock.open(settings.DESK_HOME / "keyring.json", passphrase)
            return passphrase
        except Exception:
            continue
    raise SystemExit("nothing opens it")


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(module, name, call):
    """Die before the `call`th call of a function."""
    real, calls = getattr(module, name), []

    def act(*args):
        calls.append(1)
        return die() if len(calls) == call else real(*args)

    setattr(module, name, act)


def after(module, name, call):
    """Die once its `call`th call is done."""
    real, calls = getattr(module, name), []

    def act(*args):
        given = real(*args)
        calls.append(1)
        return die() if len(calls) == call else given

    setattr(module, name, act)


STEPS = [
    ("before anything", before, rekeying, "write_keys", 1),
    ("keys written", after, rekeying, "write_keys", 1),
    ("recovery file written alone", before, kept_keys, "seal_keyring", 1),
    ("database under the new key", after, rekeying, "settle_database", 1),
    ("before the database's old key is forgotten", before, rekeying, "write_keys", 2),
    ("amid the sealed values", after, resealing, "_reseal_table", 1),
    ("amid a table", after, resealing, "_reseal_row", 5),
    ("all sealed anew", before, rekeying, "write_keys", 3),
]


def in_child(work, *args) -> int:
    connection.close()
    child = os.fork()
    if child == 0:
        work(*args)
        sys.stdout.flush()
        os._exit(0)
    return os.waitpid(child, 0)[1]


def rekey_until(kill, module, name, call) -> None:
    kill(module, name, call)
    open_with(OLD, NEW)
    rekeying.settle_database()
    rekeying.rekey(new_passphrase_door(NEW, CHEAP))


def look() -> None:
    passphrase = open_with(NEW, OLD)
    rekeying.settle_database()
    rekeying.finish()
    names = {user.name for user in User.objects.all()}
    assert names == {f"Invented {number}" for number in range(PEOPLE)}, names
    assert not list(audit())
    keys = open_keyring((settings.DESK_HOME / "keyring.json").read_bytes(), passphrase).keys
    assert not keys.earlier_database and not keys.earlier_field
    print("whole", flush=True)


if __name__ == "__main__":
    in_child(make)
    for words, kill, module, name, call in STEPS:
        print(words, flush=True)
        print("killed" if in_child(rekey_until, kill, module, name, call) == signal.SIGKILL else "lived", flush=True)
        in_child(look)
