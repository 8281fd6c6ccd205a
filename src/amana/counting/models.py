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
from amana.testimony import consents
from amana.testimony.erases import Erases
from amana.testimony.models import Testimony


class Estimation(models.Model):
    """One run over some lists. `origin` says in words where they are from; `sources` are those that are kept here.

    `again`: the run whose lists and seed it was given once more. `rested_on`: how many accounts told here its lists
    were made of.
    """

    name = EncryptedText()
    origin = EncryptedText()
    sources = models.ManyToManyField(Source, related_name="+", blank=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    again = models.ForeignKey("self", models.SET_NULL, null=True, related_name="runs")

    rested_on = models.PositiveIntegerField(default=0)

    @property
    def asked(self) -> dict[str, Any]:
        """What the job was asked: `strata`, `variants`, `seed`, `pool`, `linkages`."""
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

    def agreeing(self, *shared: tuple[str, str]) -> int:
        """How many of the accounts behind it are here still and agree to be counted, and to each purpose and recipient.

        Fewer than `rested_on`: some were erased, or do not agree (any more).
        """
        rows = self.behind.filter(consents.agreed("count"))
        for purpose, recipient in shared:
            rows = rows.filter(consents.agreed(purpose, recipient))
        return rows.count()

    def same(self) -> bool | None:
        """Whether every figure is that of the run it repeats, as far as both are done; None if neither says."""
        before = self.again.job.found if self.again else {}
        both = [name for name in self.job.found if name in before]
        return all(_figures(self.job.found[name]) == _figures(before[name]) for name in both) if both else None

    def data_hash(self) -> str:
        """SHA-256 of the lists, written as one JSON: the same for the same lists, whatever order their rows had."""
        lists = self.asked.get("linkages") or self.asked["strata"]
        written = json.dumps(lists, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


class Behind(models.Model):
    """That an account told here is behind an estimation's lists: not on which list, nor of whom it tells."""

    erases = {"testimony": Erases.ROW}
    estimation = models.ForeignKey(Estimation, models.CASCADE, related_name="behind")
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["estimation", "testimony"], name="behind_once")]


def _figures(step: dict[str, Any]) -> tuple[Any, ...]:
    """What a step found, without the time that it took and what it was computed with."""
    return step.get("estimate"), step.get("spread"), step.get("refused"), step.get("warnings")
