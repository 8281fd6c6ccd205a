"""Desks of earlier schemas, each opened by this Amana in a process of its own. Prints what it found.

python upgraded.py HOME      with AMANA_DESK_HOME=HOME, which it fills; and AMANA_DESK_DATABASE of an empty database
"""

import os
import shutil
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from keep_schema import PASSPHRASE  # noqa: E402
from rekeyed import in_child  # noqa: E402

from amana.desk import actions, upgrading  # noqa: E402
from amana.desk.backup.folder import Folder  # noqa: E402
from amana.desk.backup.making import our_reader, read_backup  # noqa: E402
from amana.desk.backup.restoring import restore_database, sqlcipher_at, stamp_of, verify  # noqa: E402
from amana.desk.lock import lock  # noqa: E402

KEPT = Path(__file__).parent / "kept"


def upgrade(kept: Path) -> None:
    """Open it: it is brought here, with a backup of how it was."""
    home = settings.DESK_HOME / kept.name
    shutil.copytree(kept, home)
    settings.DESK_HOME = home
    postgresql = connection.vendor == "postgresql"
    if postgresql:
        wanted = connections.databases["default"]
        connections.databases["default"] = sqlcipher_at(home / "desk.db")
        del connections["default"]
    else:
        connection.settings_dict["NAME"] = home / "desk.db"
    actions.open_desk(home / "keyring.json", PASSPHRASE)
    check()
    before = home / upgrading.KEPT
    old = bool(before.exists())
    if old:
        print("backup of", verify(before), "rows is whole", flush=True)
    if postgresql and old:
        into_postgresql(before, wanted)
    assert not upgrading.upgrade(), "once is enough"
    print("upgraded" if old else "as it is", flush=True)


def into_postgresql(before: Path, wanted: dict) -> None:
    """The same rows in PostgreSQL, as a team's desk of that schema had them; and then that one is brought here."""
    connection.close()
    connections.databases["default"] = wanted
    del connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    folder, reader = Folder(before), our_reader()
    restore_database(folder, read_backup(folder, stamp_of(folder, before, None), reader), reader)
    assert upgrading.upgrade()
    check()


def check() -> None:
    from amana.care.referrals.models import Referral
    from amana.desk.models import User
    from amana.events.models import Act
    from amana.testimony.cases.models import Risk, Task
    from amana.testimony.custody.keeping import audit
    from amana.testimony.models import Testimony
    from amana.testimony.partners.models import Partner
    from deskkit import PLANTED

    row = Testimony.objects.get()
    assert row.told["answers"]["own_words"] == PLANTED
    assert row.survivor.name == "Invented Name" and row.replies.get().text == "We are here."
    assert bytes(row.attachments.get().content).startswith(b"OggS invented")
    assert User.objects.get_by_natural_key("Salma") == row.handler
    assert Act.objects.count() == 1 and not list(audit())
    sealed = {Task: "note", Risk: "whom", Referral: "purpose", Partner: "name"}
    read = [str(text) for model, column in sealed.items() for text in model.objects.values_list(column, flat=True)]
    # The first that were kept had none of these yet.
    assert read in ([], ["an invented task", "an invented man", "an invented reason", "An invented partner"])


if __name__ == "__main__":
    settings.DESK_HOME.mkdir(parents=True, exist_ok=True)
    for kept in sorted(KEPT.glob("20*")):
        print(kept.name, flush=True)
        in_child(upgrade, kept)
    lock.close()
