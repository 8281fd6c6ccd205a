"""The process that does a job: it is told what the job needs and nothing else, and has no key, no file and no database.

On its standard input one line of JSON: `asked`, the `steps` that are to be done, and what is `found` already. On its
standard output one line for each that is done. It ends with the process that began it, however that ends.
"""

import ctypes
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module

PARENT_DIED = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""
GENTLE = 10


def main(kind: str) -> None:
    """Do the steps one by one, by `do(asked, step, found)` of the module `kind` of amana."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
    os.nice(GENTLE)
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is none of the answer
    job = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    module = import_module(f"amana.{kind}")
    found = job["found"]
    for step in job["steps"]:
        found[step] = module.do(job["asked"], step, found)
        told.write(json.dumps([step, found[step]]) + "\n")
        told.flush()


def _end_with_parent() -> None:
    """Its input ends when the desk closes it or dies: on systems that have no signal for that, too."""
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
