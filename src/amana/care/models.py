"""The service directory: where help is. It is public, travels in the desk's card, and names no survivor."""

from typing import Any

from django.db import models

from amana.language import said
from amana.sealing import bundle
from amana.testimony.models import random_id


class Area(models.Model):
    """A part of the country, by which a phone shows first what is near. Its order is that of the list on the phone."""

    code = models.CharField(primary_key=True, max_length=40)
    names = models.JSONField(default=dict)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return said(self.names) or self.code

    def plain(self) -> dict[str, Any]:
        """The area as the card's directory holds it."""
        return {name: getattr(self, name) for name in bundle.Area.model_fields}


class Service(models.Model):
    """One service, as spec/card.md shows it to a phone. Texts are by language."""

    id = models.CharField(primary_key=True, max_length=40, default=random_id)
    kind = models.CharField(max_length=40)
    names = models.JSONField(default=dict)
    what = models.JSONField(default=dict)
    where = models.JSONField(default=dict)
    how = models.JSONField(default=dict)
    areas = models.JSONField(default=list)
    hours = models.JSONField(default=dict)
    free = models.BooleanField(null=True)
    women_staff = models.BooleanField(null=True)
    phone = models.CharField(max_length=40, null=True, blank=True)
    languages = models.JSONField(default=list)
    windows = models.JSONField(default=list)
    checked = models.DateField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return said(self.names) or self.id

    def plain(self) -> dict[str, Any]:
        """The service as the card's directory holds it: every member present."""
        return {name: getattr(self, name) for name in bundle.Service.model_fields}
