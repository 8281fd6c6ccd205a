"""Erasing what was told, when the one who told it asks for that (spec/receipt.md).

Of everything that came with one receipt nothing is left but the ids of its envelopes, which are hashes of bytes that
nobody has any more: they keep a copy that is carried here later from being taken in anew. The custody log keeps that
it happened. What was deleted is overwritten in the database's file; a backup that was made before is not reached.
"""

import time

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from amana.desk.frame import rooms
from amana.desk.models import User
from amana.errors import Problem
from amana.testimony import policy
from amana.testimony.custody.log import logged
from amana.testimony.guards import KEPT, lifted
from amana.testimony.models import Envelope, Erased, Survivor, Testimony

TABLES = (*KEPT, "testimony_survivor", "testimony_identityrequest")
STILL_SEEN = """SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()
    AND least(backend_xid::text::bigint, backend_xmin::text::bigint) <= %s"""
"""Whether anyone at this PostgreSQL, in whatever database of it, is still at work since before: a vacuum takes its
snapshot beside theirs, and lets go of nothing that they could see."""
PATIENCE = 20.0
"""Seconds to wait for that to end."""


def asked_for(testimony: Testimony) -> bool:
    """Whether the holder of its receipt asked, sealed, that all be erased."""
    return bool(testimony.receipt) and all_of(testimony).filter(kind=Testimony.Kind.ERASURE).exists()


@logged("testimony.erased", subject="subject", detail=("asked",))
def _erase(actor: User, testimony: Testimony, subject: str, asked: str) -> None:
    rows = all_of(testimony)
    survivors = list(rows.exclude(survivor=None).values_list("survivor_id", flat=True))
    envelopes = list(rows.values_list("envelope_id", flat=True))
    pks = list(rows.values_list("pk", flat=True))
    for room in reversed(list(rooms())):
        room.forget(pks)
    Erased.objects.bulk_create([Erased(pk=envelope) for envelope in envelopes], ignore_conflicts=True)
    with lifted(connection):
        for relation in Testimony._meta.related_objects:
            model = relation.related_model
            if model._meta.app_label == Testimony._meta.app_label:
                model._base_manager.filter(**{f"{relation.field.name}__in": pks}).delete()
        Testimony.objects.filter(pk__in=pks).delete()
        Envelope.objects.filter(pk__in=envelopes).delete()
    Survivor.objects.filter(pk__in=survivors, testimonies=None).delete()


def erase(actor: User, testimony: Testimony) -> None:
    """Erase everything that came with its receipt, or, where it has none, the testimony alone. Nothing brings it back.

    Whoever looks after it may. The log says whether the wish came sealed, or was said to the caseworker.
    """
    if not policy.looks_after(actor, testimony):
        raise Problem("testimony.not_in_your_hands")
    with transaction.atomic():
        asked = "sealed" if asked_for(testimony) else "spoken"
        _erase(actor, testimony, f"testimony:{testimony.pk}", asked)
        transaction.on_commit(_overwrite)


def all_of(testimony: Testimony) -> QuerySet[Testimony]:
    """Everything that came with its receipt, and what came of it before it was whole; without either, it alone."""
    same = Q(receipt=testimony.receipt) if testimony.receipt else Q(pk=testimony.pk)
    drafts = Testimony.objects.filter(same).exclude(draft="").values("draft")
    return Testimony.objects.filter(same | Q(draft__in=list(drafts.values_list("draft", flat=True))))


def _overwrite() -> None:
    """Have the database let go of what was deleted: its log written ahead, or PostgreSQL's old rows."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        end = time.monotonic() + PATIENCE
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [now] = cursor.fetchone()
        while time.monotonic() < end and cursor.execute(STILL_SEEN, [now]).fetchone():
            time.sleep(0.1)
        cursor.execute(f"VACUUM FULL {', '.join(TABLES)}")
