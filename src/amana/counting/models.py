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
    """One run over some lists. `origin` says in words where they are from; `sources` are those that are kept here.

    `again`: the run whose lists and seed it was given once more.
    """

    name = EncryptedText()
    origin = EncryptedText()
    sources = models.ManyToManyField(Source, related_name="+", blank=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    again = models.ForeignKey("self", models.SET_NULL, null=True, related_name="runs")

    @property
    def asked(self) -> dict[str, Any]:
        """What the job was asked: `strata`, `variants`, `seed`, `pool`."""
        given: dict[str, Any] = self.job.asked["asked"]
        return given

    def tables(self) -> dict[str, Lists]:
        """The lists by stratum; one, under "", if there are none."""
        return {name: Lists.of(**table) for name, table in self.asked["strata"].items()}

    @property
    def several(self) -> bool:
        """Whether the lists are divided."""
        return len(self.asked["strata"]) > 1

    def called(self, place: int | None) -> str:
        """What a release's text calls a part: `estimate-7`, or, of several, `estimate-7-2`; all: `estimate-7-all`."""
        part = "all" if place is None else str(place + 1)
        return f"estimate-{self.pk}-{part}" if self.several else f"estimate-{self.pk}"

    def same(self) -> bool | None:
        """Whether every figure is that of the run it repeats, as far as both are done; None if neither says."""
        before = self.again.job.found if self.again else {}
        both = [name for name in self.job.found if name in before]
        return all(_figures(self.job.found[name]) == _figures(before[name]) for name in both) if both else None

    def data_hash(self) -> str:
        """SHA-256 of the lists, written as one JSON: the same for the same lists, whatever order their rows had."""
        written = json.dumps(self.asked["strata"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def _figures(step: dict[str, Any]) -> tuple[Any, ...]:
    """What a step found, without the time that it took and what it was computed with."""
    return step.get("estimate"), step.get("spread"), step.get("refused"), step.get("warnings")
