"""The process that runs an errand: it has the desk's keys from a pipe, and a connection to the database of its own.

On its standard input one line of JSON: the `keys`, the `database`, and what is `asked`. On its standard output a line
for each time that it tells how far it is, and a last one with what came of it. It ends with the process that began it,
however that ends.
"""

import os
import sys
from importlib import import_module
from typing import Any

from amana.desk import beside
from amana.errors import Problem

GENTLE = 5


def main(module: str) -> None:
    """Run `run(asked, tell)` of the module of amana."""
    os.umask(0o077)
    given, lines = beside.begin(GENTLE)

    def say(**line: Any) -> None:
        beside.say(lines, line)

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


if __name__ == "__main__":
    main(sys.argv[1])
