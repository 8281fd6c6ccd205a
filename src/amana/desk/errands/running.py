"""Sends errands: each in a process of its own, so that pages never wait for what it computes.

The keys go to it through a pipe: never by a command line, the environment or the disk. When the lock closes it is
killed there and then; while keys are changed it is not there, and begins anew afterwards. So what an errand does must
bear being killed at any moment and begun once more.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection

from amana.desk.lock import lock
from amana.desk.pause import pause
from amana.errors import Problem

SOURCE = Path(__file__).parents[3]
SOON = 0.5
Child = subprocess.Popen[bytes]


class Errands:
    """Those that are under way."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._children: set[Child] = set()
        self._anew: set[Child] = set()

    def run(self, module: str, asked: Any, hear: Callable[[Any], object] = lambda told: None) -> Any:
        """What `run(asked, tell)` of the module of amana gives; `hear` hears what it tells. All is plain data.

        Raises its Problem, `desk.locked` once the lock closes, and `desk.fault` where the process dies of itself.
        """
        while True:
            opening, child = self._begin(module, asked)
            try:
                last = _listen(child, hear)
            finally:
                again = self._end(child)
            if last is not None and "done" in last:
                return last["done"]
            if last is not None:
                raise Problem(last["wrong"], **last["values"])
            if not again:
                raise Problem("desk.fault" if lock.is_open and lock.opening == opening else "desk.locked")

    def end(self, *, anew: bool = False) -> None:
        """Kill them all, and see them gone. `anew`: each begins once more when it may, and this waits however long.

        Whoever closes the lock waits SOON at most, as for one that the disk still keeps.
        """
        with self._turn:
            children = list(self._children)
            if anew:
                self._anew.update(children)
            for child in children:
                child.kill()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(None if anew else SOON)

    def processes(self) -> list[int]:
        """The ids of their processes."""
        with self._turn:
            return [child.pid for child in self._children]

    def _begin(self, module: str, asked: Any) -> tuple[int, Child]:
        command = [sys.executable, "-m", "amana.desk.errands.child", module]
        given = {**os.environ, "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "amana.desk.settings"}
        pipe = subprocess.PIPE
        with pause.work():
            opening, keys = lock.opening, lock.keys.to_bytes().decode()
            with self._turn:
                child = Child(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=given)
                self._children.add(child)
            # Whoever closed the lock a moment ago did not find this process yet.
            if child.stdin and lock.is_open and lock.opening == opening:
                told = {"keys": keys, "database": str(connection.settings_dict["NAME"]), "asked": asked}
                with suppress(BrokenPipeError):
                    child.stdin.write(json.dumps(told).encode() + b"\n")
                    child.stdin.flush()
            else:
                child.kill()
        return opening, child

    def _end(self, child: Child) -> bool:
        """Whether it was ended to begin anew."""
        child.kill()
        child.communicate()
        with self._turn:
            self._children.discard(child)
            again = child in self._anew
            self._anew.discard(child)
        return again


def _listen(child: Child, hear: Callable[[Any], object]) -> dict[str, Any] | None:
    """The last line; None if the process died before it."""
    for line in child.stdout or ():
        if not line.endswith(b"\n"):
            return None
        said: dict[str, Any] = json.loads(line)
        if "told" not in said:
            return said
        hear(said["told"])
    return None


errands = Errands()
lock.at_close.append(errands.end)
pause.when_alone.append(lambda: errands.end(anew=True))
