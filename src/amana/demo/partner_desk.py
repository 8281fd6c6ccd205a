"""The desk of another organisation in the demo: a process, a home and a database of its own, at the same hub.

python -m amana.demo.partner_desk PORT HUB LINK      with AMANA_DESK_HOME, and the link of the desk that it is to meet
"""

import argparse
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"


def main(port: int, hub: str, link: str) -> None:
    """Build it if it is not there, lock it, and serve it until stopped."""
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from amana.care.publishing import publish_card
    from amana.demo.building import add, read_people
    from amana.demo.meeting import meet
    from amana.desk.commands import serve
    from amana.desk.files import KEYRING
    from amana.desk.lock import lock

    done, people = settings.DESK_HOME / "built", read_people()
    if not done.exists():
        lock.open(settings.DESK_HOME / KEYRING, people["passphrase"])
        call_command("migrate", verbosity=0, interactive=False)
        one, other = (add(person, people["password"]) for person in people["partner"]["people"])
        publish_card(None, hub, people["partner"]["desk"])
        meet(one, other, people["desk"]["en"], link)
        lock.close()
        done.touch()
    serve.run(argparse.Namespace(host="127.0.0.1", port=port))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
