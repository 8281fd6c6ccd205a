"""What happened, in the HURIDOCS events model: who did what to whom, in a place and a span of time.

Two kinds of rows. What sources have published (`Source`, `Claim`, `Statement`,
`Place`) is kept as the entries of spec/claims.md, each checked by
`amana.events.claims` on the way in. What was told at this desk is placed in an
`Event`: each `Victim` of it says which testimonies speak of her, and each `Act` what
was done to her, by whom as described. Which party that was is concluded elsewhere
(`amana.parties`), so that what was told stays apart from what is concluded.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from pydantic import BaseModel

from amana.desk.fields import EncryptedJSON, EncryptedText
from amana.events import claims
from amana.testimony.erases import Erases
from amana.testimony.models import Coded, Testimony, random_id


class Entry(models.Model):
    """One entry of a folder of claims, by its id. `plain()` gives it as `amana.events.claims` has it."""

    shape: ClassVar[type[BaseModel]]
    id = models.CharField(primary_key=True, max_length=80)
    entry = EncryptedJSON()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.entry.get("name") or self.entry.get("summary") or self.id)

    def plain(self) -> Any:
        """The entry as plain data, checked once more."""
        return self.shape.model_validate(self.entry)


class Source(Entry):
    """Who published or stated something."""

    shape = claims.Source


class Place(Entry):
    """A place in the tree of places."""

    shape = claims.Place
    under = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")


class Claim(Entry):
    """One counted statement of a source."""

    shape = claims.Claim
    source = models.ForeignKey(Source, models.PROTECT, related_name="claims")


class Statement(Entry):
    """What a source said without a count."""

    shape = claims.Statement
    source = models.ForeignKey(Source, models.PROTECT, related_name="statements")


class Event(Coded):
    """One happening, as far as it is known. Time is two days between which it was; null is open."""

    erases = {"testimonies": Erases.ROOM}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    said_when = EncryptedText(blank=True)
    note = EncryptedText(blank=True)
    testimonies = models.ManyToManyField(Testimony, through="Telling", related_name="events")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "id"], name="event_newest")]

    def __str__(self) -> str:
        return self.code


class Telling(models.Model):
    """That a testimony speaks of an event: who placed it there, and when."""

    erases = {"event": Erases.ROOM, "testimony": Erases.ROOM}
    event = models.ForeignKey(Event, models.PROTECT)
    testimony = models.ForeignKey(Testimony, models.PROTECT)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "testimony"], name="placed_once")]


class Victim(models.Model):
    """A person or a group of persons to whom something was done in an event. Two rows are never the same people."""

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    erases = {"event": Erases.ROOM, "told_in": Erases.ROOM}
    event = models.ForeignKey(Event, models.PROTECT, related_name="victims")
    told_in = models.ManyToManyField(Testimony, related_name="victims")
    said = EncryptedText(blank=True)
    at_least = models.PositiveIntegerField(default=1)
    sex = models.CharField(max_length=6, default="any")


class Act(models.Model):
    """What was done to a victim: codes of several axes that are never merged, and by whom as described."""

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    erases = {"victim": Erases.ROOM}
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="acts")
    codes = models.JSONField(default=list)
    attempt = models.CharField(max_length=9, default="unsaid")
    described = EncryptedText(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Missing(models.Model):
    """What was known, on a day, of a victim who is missing. No act is inferred from it; the latest row holds.

    `state` is a code of vocabulary/missing_states.yaml, `sought_by` codes of seekers. The name of who is missing is
    kept apart, with whoever looks: here it is a person as described.
    """

    erases = {"victim": Erases.ROOM}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="whereabouts")
    state = EncryptedText()
    day = models.DateField(null=True)
    sought_by = EncryptedJSON(default=list)
    said = EncryptedText(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]


class Witness(models.Model):
    """Somebody who knows of an event, as one testimony says; `own`, where it is the one who told it.

    `knows_by`: codes of vocabulary/knowing.yaml. Witnesses are not counted.
    """

    erases = {"event": Erases.ROOM, "told_in": Erases.ROOM}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="witnesses")
    told_in = models.ForeignKey(Testimony, models.PROTECT, related_name="witnesses")
    own = models.BooleanField(default=False)
    said = EncryptedText(blank=True)
    at_least = models.PositiveIntegerField(default=1)
    knows_by = EncryptedJSON(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
