"""The process that does a job: it is told what the job needs and nothing else, and has no key, no file and no database.

On its standard input one line of JSON: `asked`, the `steps` that are to be done, and what is `found` already. On its
standard output one line for each that is done. It ends with the process that began it, however that ends.
"""

import sys
from importlib import import_module

from amana.desk import beside

GENTLE = 10


def main(kind: str) -> None:
    """Do the steps one by one, by `do(asked, step, found)` of the module `kind` of amana."""
    job, told = beside.begin(GENTLE)
    module = import_module(f"amana.{kind}")
    found = job["found"]
    for step in job["steps"]:
        found[step] = module.do(job["asked"], step, found)
        beside.say(told, [step, found[step]])


if __name__ == "__main__":
    main(sys.argv[1])
