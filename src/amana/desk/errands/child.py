"""The process that runs an errand: it has the desk's keys from a pipe, and a connection to the database of its own.

On its standard input one line of JSON: the `keys`, the `database`, and what is `asked`. On its standard output a line
for each time that it tells how far it is, and a last one with what came of it. It ends with the process that began it,
however that ends.
"""

import ctypes
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import Any

from amana.errors import Problem

PARENT_DIED = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""
GENTLE = 5


def main(module: str) -> None:
    """Run `run(asked, tell)` of the module of amana."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
    os.nice(GENTLE)
    os.umask(0o077)
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is none of the answer
    given = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()

    def say(**line: Any) -> None:
        lines.write(json.dumps(line) + "\n")
        lines.flush()

    try:
        say(done=_run(module, given, lambda told: say(told=told)))
    except Problem as problem:
        say(wrong=problem.code, values={name: str(value) for name, value in problem.values.items()})
    except Exception:
        say(wrong="desk.fault", values={})


def _run(module: str, given: dict[str, Any], tell: Any) -> Any:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = given["database"]
    django.setup()
    from amana.desk.keys import Keys
    from amana.desk.lock import lock

    lock.borrow(Keys.from_bytes(given["keys"].encode()))
    return import_module(f"amana.{module}").run(given["asked"], tell)


def _end_with_parent() -> None:
    """Its input ends when the desk closes it or dies: on systems that have no signal for that, too."""
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
