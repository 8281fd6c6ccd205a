"""Asking for work that is done beside the pages, stopping it and letting it go on.

The room whose work it is has the verbs, with their log entries; these are what they are made of.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from amana.desk.background.working import worker
from amana.desk.models import Job
from amana.errors import Problem


def ask(kind: str, asked: dict[str, Any], steps: list[str]) -> Job:
    """A job that waits: `do(asked, step, found)` of the module `kind` of amana for each step, on plain data."""
    job = Job.objects.create(kind=kind, asked={"asked": asked, "steps": steps})
    transaction.on_commit(worker.wake)
    return job


def forget(job: Job) -> None:
    """Be rid of it, and of what was found; its process ends."""
    pk = job.pk
    job.delete()
    transaction.on_commit(lambda: worker.end_child(pk))


def stop(job: Job) -> None:
    """Work no more on it; what was done is kept. `desk.job_over` if it does not wait."""
    _move(job, (Job.WAITING,), Job.STOPPED)
    transaction.on_commit(lambda: worker.end_child(job.pk))


def go_on(job: Job) -> None:
    """Work on it again, after the last step that was kept. `desk.job_over` if it was neither stopped nor given up."""
    _move(job, (Job.STOPPED, Job.FAILED), Job.WAITING)
    transaction.on_commit(worker.wake)


def _move(job: Job, before: tuple[str, ...], after: str) -> None:
    ended = None if after == Job.WAITING else timezone.now()
    if not Job.objects.filter(pk=job.pk, state__in=before).update(state=after, deaths=0, ended_at=ended):
        raise Problem("desk.job_over")
