"""An estimate of those nobody listed, as it is kept: what it was made of, and all that makes it again, exactly.

The lists are counts of persons by the lists they are on: no names, no rows of persons.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models

from amana.counting.lists import Lists
from amana.desk.fields import EncryptedText
from amana.desk.models import Job
from amana.events.models import Source


class Estimation(models.Model):
    """One run over some lists. `origin` says in words where they are from; `sources` are those that are kept here."""

    name = EncryptedText()
    origin = EncryptedText()
    sources = models.ManyToManyField(Source, related_name="+", blank=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    @property
    def asked(self) -> dict[str, Any]:
        """What the job was asked: `strata`, `variants`, `seed`."""
        given: dict[str, Any] = self.job.asked["asked"]
        return given

    def tables(self) -> dict[str, Lists]:
        """The lists by stratum; one, under "", if there are none."""
        return {name: Lists.of(**table) for name, table in self.asked["strata"].items()}

    def called(self, place: int) -> str:
        """What a release's text calls the stratum at `place`: `estimate-7`, or `estimate-7-2` of several."""
        return f"estimate-{self.pk}" + (f"-{place + 1}" if len(self.asked["strata"]) > 1 else "")

    def data_hash(self) -> str:
        """SHA-256 of the lists, written as one JSON: the same for the same lists, whatever order their rows had."""
        written = json.dumps(self.asked["strata"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()
