"""Erasing what was told, or a person with all that is of her, when she asks for that (spec/receipt.md).

Nothing is left but the ids of envelopes, which are hashes of bytes that nobody has any more: they keep a copy that is
carried here later from being taken in anew. The custody log keeps that it happened. What was deleted is overwritten in
the database's file; backups that were made before keep it until they are forgotten (spec/backup.md). Each table says
by itself how it lets go (`amana.testimony.erases`).
"""

import secrets
import time
from collections.abc import Collection

from django.db import connection, models, transaction
from django.db.models import Q, QuerySet

from amana.desk.frame import rooms
from amana.desk.lengths import forget_lengths
from amana.desk.models import User
from amana.desk.search import index
from amana.errors import Problem
from amana.sealing.codec import base32
from amana.testimony import policy
from amana.testimony.cases import policy as cases
from amana.testimony.cleaning import clean, heard
from amana.testimony.custody.log import logged
from amana.testimony.erases import Erases, declared, pointing, tables
from amana.testimony.guards import lifted
from amana.testimony.models import Envelope, Erased, Survivor, Testimony

STILL_SEEN = """SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()
    AND least(backend_xid::text::bigint, backend_xmin::text::bigint) <= %s"""
"""Whether anyone at this PostgreSQL, in whatever database of it, is still at work since before: a vacuum takes its
snapshot beside theirs, and lets go of nothing that they could see."""
PATIENCE = 20.0
"""Seconds to wait for that to end."""


def asked_for(testimony: Testimony) -> bool:
    """Whether the holder of its receipt asked, sealed, that all be erased."""
    return bool(testimony.receipt) and all_of(testimony).filter(kind=Testimony.Kind.ERASURE).exists()


def erase(actor: User, testimony: Testimony) -> None:
    """Erase everything that came with its receipt, or, where it has none, the testimony alone. Nothing brings it back.

    Whoever looks after it may. A person of whom nothing else was told goes with it. The log says whether the wish came
    sealed, or was said to the caseworker.
    """
    if not policy.looks_after(actor, testimony):
        raise Problem("testimony.not_in_your_hands")
    with transaction.atomic():
        asked = "sealed" if asked_for(testimony) else "spoken"
        _erase(actor, testimony, f"testimony:{testimony.pk}", asked)
        transaction.on_commit(_overwrite)


def erase_person(actor: User, survivor: Survivor) -> None:
    """Erase a person: her case, who she is, and all that was told by her or of her. Nothing brings it back.

    Whoever looks after her may. Of a receipt that others' accounts came with too, those stay.
    """
    cases.require_with(actor, "case.keep", survivor)
    with transaction.atomic():
        _erase_person(actor, survivor, f"survivor:{survivor.pk}")
        transaction.on_commit(_overwrite)


def erase_for_another_desk(testimony: Testimony) -> None:
    """Erase an account that another desk passed on, at its word; within the transaction that takes and logs it."""
    _remove([testimony.pk], [])
    transaction.on_commit(_overwrite)


@logged("testimony.erased", subject="subject", detail=("asked",))
def _erase(actor: User, testimony: Testimony, subject: str, asked: str) -> None:
    _remove(list(all_of(testimony).values_list("pk", flat=True)), [])


@logged("survivor.erased", subject="subject")
def _erase_person(actor: User, survivor: Survivor, subject: str) -> None:
    _remove(list(told_of(survivor).values_list("pk", flat=True)), [survivor.pk])


def takes_the_person(testimony: Testimony) -> bool:
    """Whether the person it is of goes with it: her case, and who she is, where nothing else of her is here."""
    if testimony.survivor is None:
        return False
    return not testimony.survivor.testimonies.exclude(pk__in=all_of(testimony).values("pk")).exists()


def told_of(survivor: Survivor) -> QuerySet[Testimony]:
    """All that was told by her or of her, with what came by the same receipts and is of nobody else."""
    told = list(survivor.testimonies.values_list("pk", "receipt"))
    return _came_with(told).filter(Q(survivor=survivor) | Q(survivor=None))


def _remove(testimonies: Collection[str], survivors: Collection[str]) -> None:
    rows = Testimony.objects.filter(pk__in=testimonies)
    left = set(rows.exclude(survivor=None).values_list("survivor_id", flat=True))
    envelopes = list(rows.values_list("envelope_id", flat=True))
    transaction.on_commit(clean.forget)
    transaction.on_commit(heard.forget)
    for room in reversed(list(rooms())):
        room.forget(testimonies)
    # Of a person who told nothing, an id that no envelope has: that there was an erasure is known by these rows.
    gone = envelopes or [base32(secrets.token_bytes(32))]
    Erased.objects.bulk_create([Erased(pk=envelope) for envelope in gone], ignore_conflicts=True)
    with lifted(connection):
        _let_go(Testimony, testimonies)
        Envelope.objects.filter(pk__in=envelopes).delete()
        alone = Survivor.objects.filter(Q(pk__in=left, testimonies=None) | Q(pk__in=survivors))
        _let_go(Survivor, list(alone.values_list("pk", flat=True)))


def _let_go(model: type[models.Model], pks: Collection[object]) -> None:
    """Delete rows, after what goes with them as each table declares; what its room sees to is gone already."""
    for other, field in pointing((model._meta.label_lower,)):
        if field.related_model is not model:
            continue
        rows = other._base_manager.filter(**{f"{field.name}__in": pks})
        match declared(other)[field.name]:
            case Erases.ROW:
                _let_go(other, list(rows.values_list("pk", flat=True)))
            case Erases.LINK:
                rows.update(**{field.name: None})
    model._base_manager.filter(pk__in=pks).delete()


def all_of(testimony: Testimony) -> QuerySet[Testimony]:
    """Everything that came with its receipt, and what came of it before it was whole; without either, it alone."""
    return _came_with([(testimony.pk, testimony.receipt)])


def _came_with(told: Collection[tuple[str, str]]) -> QuerySet[Testimony]:
    """As `all_of`, of several together, by key and receipt."""
    receipts, alone = {receipt for _, receipt in told if receipt}, {pk for pk, receipt in told if not receipt}
    same = Q(receipt__in=receipts) | Q(pk__in=alone)
    drafts = Testimony.objects.filter(same).exclude(draft="").values("draft")
    return Testimony.objects.filter(same | Q(draft__in=list(drafts.values_list("draft", flat=True))))


def _overwrite() -> None:
    """Have index and database let go of what was deleted: the log written ahead, or PostgreSQL's old rows."""
    index.overwrite()
    forget_lengths()
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        end = time.monotonic() + PATIENCE
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [now] = cursor.fetchone()
        while time.monotonic() < end and cursor.execute(STILL_SEEN, [now]).fetchone():
            time.sleep(0.1)
        cursor.execute(f"VACUUM FULL {', '.join(tables())}")
