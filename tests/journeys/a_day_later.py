"""The letters of the day after, written beside a running demo in its environment; the pass-phrase on standard input."""

import os
import sys
from datetime import UTC, datetime, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
django.setup()

from django.conf import settings  # noqa: E402

from amana.desk.lock import lock  # noqa: E402
from amana.testimony.letters.sending import write_letters  # noqa: E402
from amana.testimony.sync import our_hub  # noqa: E402

lock.open(settings.DESK_HOME / "keyring.json", sys.stdin.readline().rstrip("\n"))
tomorrow = datetime.now(UTC).date() + timedelta(days=1)
sent = list(write_letters(our_hub(), tomorrow))
if not sent or not all(sent):
    sys.exit(f"{sum(sent)} of {len(sent)} letters were sent")
