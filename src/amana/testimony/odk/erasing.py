"""Erase the posts of submissions whose testimonies are erased; of them nothing is left but ids (spec/receipt.md)."""

from collections.abc import Collection

from django.db import connection

from amana.testimony.guards import lifted
from amana.testimony.models import Envelope, Erased
from amana.testimony.odk.models import Post, Submission


def forget(testimonies: Collection[str]) -> None:
    """Inside the transaction that erases `testimonies` (ids). The envelope of a testimony itself goes with it."""
    submissions = Submission.objects.filter(testimony__in=testimonies)
    posts = Post.objects.filter(submission__in=submissions)
    envelopes = set(posts.exclude(envelope__testimony__in=testimonies).values_list("envelope_id", flat=True))
    posts.delete()
    submissions.delete()
    Erased.objects.bulk_create([Erased(pk=envelope) for envelope in envelopes], ignore_conflicts=True)
    with lifted(connection):
        Envelope.objects.filter(pk__in=envelopes).delete()
