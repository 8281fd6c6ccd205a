"""Asking for an estimate of those nobody listed, stopping, resuming, repeating and removing it: each a log entry."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import ProtectedError

from amana.counting.estimating import plan
from amana.counting.lists_csv import read_lists
from amana.counting.models import Estimation
from amana.desk.background import actions as background
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.events.models import Source
from amana.testimony.custody.log import logged

LARGEST = 4 * 1024 * 1024
MOST_STRATA = 20


@dataclass(frozen=True)
class Upload:
    """A file that was uploaded; it is never written to the disk."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        """All of it."""
        return self.data


@logged("count.estimate_asked")
def ask_estimate(
    actor: User,
    file: Upload,
    *,
    name: str,
    origin: str = "",
    sources: Iterable[Source] = (),
    strata: str = "",
    pool: bool = False,
    persons: bool = False,
    seed: int = 1,
) -> Estimation:
    """Read the lists and have every model work on them. `strata`: the column that divides them; `pool`: see `plan`.

    Of the file only how many persons are on which lists is kept. Raises the Problems of `read_lists`.
    """
    require(actor, "count.estimate")
    if len(file.data) > LARGEST:
        raise Problem("counting.large_file", most=LARGEST // 2**20)
    tables = read_lists(file, strata=[strata] if strata else [], persons=persons)
    if len(tables) > MOST_STRATA:
        raise Problem("counting.many_strata", found=len(tables), most=MOST_STRATA)
    row = Estimation(name=name.strip(), origin=origin.strip(), made_by=actor)
    row.job = background.ask("counting.estimating", *plan(tables, seed, pool=pool and len(tables) > 1))
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
    """The same lists and seed once more, by the models as they are now: the figures are to be the same."""
    require(actor, "count.estimate")
    again = Estimation(name=row.name, origin=row.origin, made_by=actor, again=row)
    asked = row.asked
    again.job = background.ask("counting.estimating", *plan(row.tables(), asked["seed"], pool=asked.get("pool", False)))
    again.save()
    again.sources.set(row.sources.all())
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
