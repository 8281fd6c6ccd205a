"""Keeps a small desk of the schema that the code at hand has, for tests/desk/test_upgrading.py to bring to later ones.

    python tests/desk/keep_schema.py FOLDER        then commit FOLDER; run it whenever a schema is released

Everything told in it is invented. Its pass-phrase is `PASSPHRASE`, and cheap to guess.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

PASSPHRASE = "seven quiet herons over water"
TODAY = datetime.now(UTC).date()


def main(folder: Path) -> None:
    folder.mkdir(parents=True)
    os.environ |= {"AMANA_DESK_HOME": str(folder), "AMANA_DESK_DATABASE": "sqlcipher"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from amana.desk.lock import lock

    make_keyring(folder)
    lock.open(folder / "keyring.json", PASSPHRASE)
    call_command("migrate", verbosity=0, interactive=False)
    fill()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for path in folder.iterdir():
        if path.name not in ("keyring.json", "desk.db"):
            path.unlink()


def make_keyring(folder: Path) -> None:
    from amana.desk.doors import Cost
    from amana.desk.kept_keys import make_keys

    make_keys(folder, PASSPHRASE, cost=Cost(64, 1, 1))


def fill() -> None:
    from amana.care.referrals import actions as referrals
    from amana.desk.actions import add_person, change_password
    from amana.events import actions as events
    from amana.testimony import actions as testimony
    from amana.testimony.cases import actions_care as care
    from deskkit import keep, reply_to, sealed
    from partnerkit import OtherDesk, partner_row

    caseworker, analyst = (
        change_password(add_person(None, name, [role], "a first password 77"), "a password of her own")
        for name, role in (("Salma", "caseworker"), ("Noor", "analyst"))
    )
    row = keep(sealed(back=reply_to("1234567890123456"), files={"a.ogg": ("audio/ogg", b"OggS invented" * 9)}))
    testimony.take_in_hand(caseworker, row)
    testimony.write_identity(caseworker, row, "Invented Name", "Invented Number", "")
    testimony.reply(caseworker, row, "We are here.")
    victim = events.add_victim(analyst, events.make_event(analyst, row), [row], "said of her", 1, "female")
    events.add_act(analyst, victim, ["other.abduction"], "unsaid", "as described")
    row.refresh_from_db()
    case = row.survivor
    care.set_task(caseworker, case, "call", TODAY + timedelta(days=3), "an invented task")
    care.weigh_risk(caseworker, case, "likely", "an invented man", "an invented promise", TODAY, False)
    referrals.set_down(caseworker, case, "police", "declined", "an invented reason")
    partner_row(OtherDesk(), caseworker, "An invented partner")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
