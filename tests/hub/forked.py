"""A hub that is there again at once when it is killed: `forked.py PLACE DESKS` prints its port, then each process id.

The socket stays open throughout, so a phone waits for the next process and is not refused; whatever a process had begun
dies with it.
"""

import os
import sys
from pathlib import Path

import uvicorn

sys.path.insert(0, str(Path(__file__).parents[1]))

from hubkit import listen

from amana.hub.app import Hub
from amana.hub.command import QUIET
from amana.hub.store import Store


def serve(place: str, desks: frozenset[str], heard) -> None:
    """Run one hub until it is killed."""
    app = Hub(Store(place), desks, Path(os.devnull)).app()
    uvicorn.Server(uvicorn.Config(app, **QUIET)).run([heard])


def main(place: str, desks: str) -> None:
    """Fork a hub, again each time that one dies."""
    heard = listen()
    print(heard.getsockname()[1], flush=True)
    while True:
        child = os.fork()
        if not child:
            serve(place, frozenset(desks.split(",")), heard)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
