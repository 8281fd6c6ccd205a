"""A desk in a process of its own that is backed up, killed at random moments meanwhile, lost, and brought back.

python backed_up.py FOLDER RESTORED      with AMANA_DESK_HOME, AMANA_DESK_DATABASE; RESTORED is an empty database
"""

import argparse
import io
import os
import random
import signal
import sys
import time
from functools import partial
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from rekeyed import in_child  # noqa: E402

from amana.desk import actions, kept_keys  # noqa: E402
from amana.desk.backup.folder import Folder  # noqa: E402
from amana.desk.backup.making import back_up, our_reader, read_backup  # noqa: E402
from amana.desk.commands import restore  # noqa: E402
from amana.desk.database import choose_database  # noqa: E402
from amana.desk.doors import Cost, new_passphrase_door  # noqa: E402
from amana.desk.lock import lock  # noqa: E402
from amana.desk.models import User  # noqa: E402
from amana.sealing import keys  # noqa: E402
from amana.testimony.models import Envelope, Testimony  # noqa: E402
from deskkit import PLANTED, keep, sealed  # noqa: E402
from tableskit import make_tables  # noqa: E402

CHEAP = Cost(64, 1, 1)
OLD, NEW = "seven quiet herons over water", "nine words in another country"
IDENTITY, RECIPIENT = keys.new_identity()
ROOT, RESTORED = Path(sys.argv[1]), sys.argv[2]
KILLS = 6


def open_desk() -> None:
    lock.open(settings.DESK_HOME / "keyring.json", OLD)


def make() -> None:
    kept_keys.make_keys(settings.DESK_HOME, OLD, RECIPIENT, CHEAP)
    open_desk()
    make_tables()
    actions.add_person(None, "Salma", ["caseworker"], "a first password 77")
    more()
    began = time.monotonic()
    back_up(ROOT)
    print("took", time.monotonic() - began, flush=True)


def more() -> None:
    for _ in range(6):
        keep(sealed(files={"a.bin": ("audio/ogg", b"OggS" + os.urandom(60_000))}))


def killed_once(patience: float) -> None:
    """Something new is told, and the backup of it dies somewhere on its way."""
    in_child(lambda: (open_desk(), more()))
    connection.close()
    child = os.fork()
    if child == 0:
        open_desk()
        back_up(ROOT)
        os._exit(0)
    time.sleep(random.uniform(0, patience))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def look() -> None:
    """Every backup that is there is whole."""
    open_desk()
    folder, reader = Folder(ROOT), our_reader()
    stamps = folder.stamps()
    for stamp in stamps:
        for table in read_backup(folder, stamp, reader)["tables"]:
            for name in table["pieces"]:
                folder.read_piece(name, reader)
    print("whole", len(stamps), flush=True)


def last() -> None:
    open_desk()
    back_up(ROOT)
    print("kept", Envelope.objects.count(), flush=True)


def bring_back() -> None:
    """On another machine: nothing but the folder, the recovery key, and an empty database."""
    key = ROOT.with_name("recovery.key")
    key.write_text(IDENTITY + "\n")
    settings.DESK_HOME = settings.DESK_HOME.with_name("elsewhere")
    connections.databases["default"] = {**connection.settings_dict, **choose_database(RESTORED, settings.DESK_HOME)}
    del connections["default"]
    restore.new_passphrase_door = partial(new_passphrase_door, cost=CHEAP)
    sys.stdin = io.StringIO(NEW + "\n")
    parser = argparse.ArgumentParser()
    restore.arguments(parser)
    restore.run(parser.parse_args([str(ROOT), "--recovery", str(key)]))
    connection.close()
    lock.close()
    lock.open(settings.DESK_HOME / "keyring.json", NEW)
    assert {row.told["answers"]["own_words"] for row in Testimony.objects.all()} == {PLANTED}
    assert User.objects.get_by_natural_key("Salma").name == "Salma"
    keep(sealed())
    actions.add_person(None, "Awa", ["caseworker"], "a first password 77")
    print("restored", Envelope.objects.count() - 1, flush=True)


if __name__ == "__main__":
    in_child(make)
    for _ in range(KILLS):
        killed_once(1.0)
        in_child(look)
    in_child(last)
    in_child(bring_back)
