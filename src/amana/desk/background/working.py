"""Does the jobs that wait, one at a time, while the desk is open; each in a process of its own (child.py).

What is done of a job is kept step by step. A job is never marked as being worked on, so that there is nothing to put
right after a power cut or a `kill -9`: a job that still waits goes on after the last step that was kept. When the desk
is locked its process is killed at once, and the job waits until the desk is open again.
"""

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from amana.desk.lock import lock
from amana.desk.models import Job
from amana.desk.pause import pause

LOOK = 5.0
"""Seconds between looks for what waits, unless it is said that something does."""
DEATHS = 3
"""So often may a job's process die over one step, as for want of memory, before the job is given up."""
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
"""All that the process is given of the desk's environment: no address of a database, and no key."""
SOURCE = Path(__file__).parents[3]


class Worker:
    """The one who works through the jobs."""

    def __init__(self) -> None:
        self._wake = threading.Event()
        self._child: subprocess.Popen[str] | None = None
        self.job: int | None = None
        """The job that is being worked on."""

    def wake(self) -> None:
        """Something waits."""
        self._wake.set()

    def watch(self) -> None:
        """Work for as long as the process lives."""
        while True:
            self._wake.wait(LOOK)
            self._wake.clear()
            # What goes wrong with one job must not end the watch; the job still waits.
            with suppress(Exception):
                self.work_through()
            with suppress(Exception):
                connection.close()

    def work_through(self) -> None:
        """Do all that waits, the oldest first."""
        while lock.is_open and (job := self._next()):
            self._work(job)

    def end_child(self, job: int | None = None) -> None:
        """Kill the process that works, if it works on `job` or that is not said."""
        child = self._child
        if child is not None and job in (None, self.job):
            child.kill()

    def _next(self) -> Job | None:
        with pause.work():
            return Job.objects.filter(state=Job.WAITING).order_by("pk").first()

    def _work(self, job: Job) -> None:
        left = [step for step in job.asked["steps"] if step not in job.found]
        self.job = job.pk
        try:
            with _begin(job.kind) as child:
                self._child = child
                try:
                    self._listen(child, job, left)
                finally:
                    child.kill()
        finally:
            self._child = self.job = None
        self._settle(job.pk)

    def _listen(self, child: "subprocess.Popen[str]", job: Job, left: list[str]) -> None:
        """Tell the process what to do, and keep each step as it is done."""
        # Whoever locked the desk or stopped the job a moment ago did not find this process yet.
        wanted = lock.is_open and Job.objects.filter(pk=job.pk, state=Job.WAITING).exists()
        if not wanted or not child.stdin or not child.stdout:
            return
        with suppress(BrokenPipeError):
            told = {"asked": job.asked["asked"], "steps": left, "found": job.found}
            child.stdin.write(json.dumps(told) + "\n")
            child.stdin.flush()
        for line in child.stdout:
            if not line.endswith("\n"):
                return
            step, result = json.loads(line)
            with pause.work(), transaction.atomic():
                row = Job.objects.select_for_update().get(pk=job.pk)
                row.found, row.deaths = {**row.found, step: result}, 0
                row.save(update_fields=["found", "deaths"])
            if step == left[-1]:
                return  # how long the process takes to end after its last answer is nothing to wait for

    def _settle(self, pk: int) -> None:
        """Its process has ended: is it done, was it stopped, or did it die over a step?"""
        with pause.work(), transaction.atomic():
            row = Job.objects.select_for_update().get(pk=pk)
            if row.state != Job.WAITING:
                return
            row.deaths += 1
            if len(row.found) == len(row.asked["steps"]):
                row.state = Job.DONE
            elif row.deaths >= DEATHS:
                row.state = Job.FAILED
            row.ended_at = None if row.state == Job.WAITING else timezone.now()
            row.save(update_fields=["state", "deaths", "ended_at"])


def _begin(kind: str) -> "subprocess.Popen[str]":
    given = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "amana.desk.background.child", kind]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=given, encoding="utf-8", cwd="/"
    )


worker = Worker()
lock.at_close.append(worker.end_child)
