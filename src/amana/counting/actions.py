"""Asking for an estimate of those nobody listed, stopping, resuming, repeating and removing it: each a log entry."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import ProtectedError

from amana.counting.columns_csv import read_as
from amana.counting.estimating import plan, plan_again, plan_linked
from amana.counting.held import Upload
from amana.counting.kept_lists import of_accounts, of_records
from amana.counting.lists_csv import read_lists
from amana.counting.models import Behind, Estimation
from amana.counting.records_csv import read_records
from amana.counting.regions import Question
from amana.desk.background import actions as background
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.events.models import Source
from amana.testimony.custody.log import logged


@logged("count.estimate_asked")
def ask_estimate(
    actor: User,
    file: Upload,
    *,
    name: str,
    origin: str = "",
    sources: Iterable[Source] = (),
    columns: Mapping[str, str] | None = None,
    persons: bool = False,
    pool: bool = False,
    pairs: Upload | None = None,
    seed: int = 1,
) -> Estimation:
    """Read the lists and have every model work on them. `columns`, `persons`: see `read_as`; without, they are read as
    the file alone says. `pool`: see `plan`. `pairs`: match probabilities, by which the records of `file` are linked.

    Of the files only how many persons are on which lists is kept. Raises the Problems of `read_as` or `read_records`.
    """
    require(actor, "count.estimate")
    if pairs:
        planned = plan_linked(read_records(file, pairs), seed)
    else:
        tables = read_as(file, columns, persons=persons) if columns else read_lists(file, persons=persons)
        if pool and len(tables) < 2:
            raise Problem("counting.pool_needs_strata")
        planned = plan(tables, seed, pool=pool)
    return _begin(Estimation(name=name.strip(), origin=origin.strip(), made_by=actor), planned, sources)


@logged("count.estimate_asked")
def ask_from_records(actor: User, question: Question, *, name: str, origin: str = "", seed: int = 1) -> Estimation:
    """Make lists of the linked records that sources published, and have every model work on them."""
    require(actor, "count.estimate")
    kept = of_records(question)
    row = Estimation(name=name.strip(), origin=origin.strip(), made_by=actor)
    return _begin(row, plan({"": kept.lists}, seed), Source.objects.filter(pk__in=kept.sources))


@logged("count.estimate_asked")
def ask_from_accounts(
    actor: User,
    question: Question,
    *,
    name: str,
    origin: str = "",
    shared: tuple[str, str] | None = None,
    seed: int = 1,
) -> Estimation:
    """Make lists of the accounts told here that agreed to be counted (and to `shared`), and have every model work."""
    require(actor, "count.estimate")
    kept = of_accounts(question, shared)
    row = Estimation(name=name.strip(), origin=origin.strip(), made_by=actor, rested_on=len(kept.accounts))
    _begin(row, plan({"": kept.lists}, seed))
    Behind.objects.bulk_create(Behind(estimation=row, testimony_id=account) for account in kept.accounts)
    return row


def _begin(row: Estimation, planned: tuple[dict[str, Any], list[str]], sources: Iterable[Source] = ()) -> Estimation:
    """Keep it, with a job that does what was planned."""
    row.job = background.ask("counting.estimating", *planned)
    row.save()
    row.sources.set(sources)
    return row


@logged("count.estimate_stopped", subject="row")
def stop_estimate(actor: User, row: Estimation) -> None:
    """Work no more on it; the models that are done stay."""
    require(actor, "count.estimate")
    background.stop(row.job)


@logged("count.estimate_resumed", subject="row")
def resume_estimate(actor: User, row: Estimation) -> None:
    """Go on where it was stopped or given up."""
    require(actor, "count.estimate")
    background.go_on(row.job)


@logged("count.estimate_repeated", subject="row")
def repeat_estimate(actor: User, row: Estimation) -> Estimation:
    """The same lists and seed once more, by the models as they are now: the figures are to be the same.

    Raises `counting.accounts_gone` where accounts behind it were erased or taken back: these are used no more.
    """
    require(actor, "count.estimate")
    if row.agreeing() < row.rested_on:
        raise Problem("counting.accounts_gone")
    again = Estimation(name=row.name, origin=row.origin, made_by=actor, again=row, rested_on=row.rested_on)
    _begin(again, plan_again(row.asked), row.sources.all())
    behind = row.behind.values_list("testimony_id", flat=True)
    Behind.objects.bulk_create(Behind(estimation=again, testimony_id=account) for account in behind)
    return again


@logged("count.estimate_removed", subject="row")
def remove_estimate(actor: User, row: Estimation) -> None:
    """Be rid of it with its lists and figures. `counting.estimate_released` where what left quotes it."""
    require(actor, "count.estimate")
    try:
        Estimation.objects.filter(pk=row.pk).delete()
    except ProtectedError:
        raise Problem("counting.estimate_released") from None
    background.forget(row.job)
