"""`./amana desk serve`: the desk's pages, on this machine alone, with no log of what is asked for."""

import argparse
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import uvicorn
from django.conf import settings
from django.db import connection

from amana.desk import control
from amana.desk.files import KEYRING
from amana.errors import Problem

LOOK = 0.5
"""Seconds between looks: so long may a desk that was left, or that slept, stay open."""
SWITCH = 0.001
"""Seconds after which a thread that computes lets another go on: a page comes back from each query to others that are
being made, and Python's own 5 ms would be added each time."""
ENDS, LONGEST = 5.0, 300.0
"""Seconds between looks for what must be told to others at once; ever more, up to five minutes, while a hub is away."""
PART = 20
"""Looks take one part in so many of the time, at most, however much is shared."""
LAST_WORDS = 0.4
"""Seconds in which a process that ends may still answer."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; put a proxy with HTTPS before any other"
    )
    parser.add_argument("--port", type=int, default=8440)


def run(args: argparse.Namespace) -> None:
    """Serve until stopped. The desk starts locked, and locks itself when nobody uses it or the machine sleeps."""
    from amana.desk.asgi import application
    from amana.desk.background.working import worker
    from amana.desk.lock import lock

    if not (settings.DESK_HOME / KEYRING).exists():
        raise Problem("desk.no_keyring", home=settings.DESK_HOME)
    sys.setswitchinterval(SWITCH)
    listening = listen(args.host, args.port)
    lock.at_leave.append(end_soon)
    control.listen(settings.DESK_HOME, verbs())
    threading.Thread(target=watch, daemon=True).start()
    threading.Thread(target=watch_lodging, daemon=True).start()
    threading.Thread(target=watch_ends, daemon=True).start()
    threading.Thread(target=worker.watch, daemon=True).start()
    print(f"The desk is at http://{args.host}:{listening.getsockname()[1]}/, locked. Stop it with Ctrl-C.", flush=True)
    config = uvicorn.Config(application, access_log=False, log_config=None, lifespan="off", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. `desk.cannot_listen` if the address is taken or not ours."""
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError:
        raise Problem("desk.cannot_listen", host=host, port=port) from None


def verbs() -> dict[str, Callable[[], str]]:
    """What commands on this machine may ask of the desk that is served."""
    from amana.desk import actions, rekeying

    def lock_now() -> str:
        actions.close_desk(None)
        return "locked"

    def leave_now() -> str:
        actions.leave_desk()
        return "left"

    def rekey_now(identity: bool = False, mailbox: bool = False) -> str:
        rekeying.rekey(identity=identity, mailbox=mailbox)
        publish = " Now publish a new card, then make a backup." if identity or mailbox else ""
        return f"The desk has new keys, and went on working.{publish}"

    return {
        "lock": lock_now,
        "leave": leave_now,
        "rekey": rekey_now,
        "rekey identity": partial(rekey_now, identity=True),
        "rekey mailbox": partial(rekey_now, mailbox=True),
        "rekey identity mailbox": partial(rekey_now, identity=True, mailbox=True),
    }


def end_soon() -> None:
    """End the process, and with it what its memory held, once the last answer is out."""
    threading.Timer(LAST_WORDS, os._exit, [0]).start()


def watch() -> None:
    """Close the lock when the machine slept, nobody used it, or its keyring is gone or new; sign checkpoints.

    What trustees gave too long ago is forgotten.
    """
    from amana.desk import actions
    from amana.desk.backup.actions import begin_if_due
    from amana.desk.pages_unlock import gathering

    often = (actions.close_if_slept, partial(actions.close_if_left, settings.DESK_HOME / KEYRING))
    seldom = (partial(actions.close_idle_desk, settings.DESK_IDLE), actions.keep_log, begin_if_due, gathering.given)
    looks = 0
    while True:
        time.sleep(LOOK)
        looks += 1
        for look in (*often, *(seldom if looks % 10 == 0 else ())):
            # A database that does not answer for a moment must never end the watch over an open desk.
            with suppress(Exception):
                look()


def watch_lodging() -> None:
    """Let the newest checkpoint be time-stamped, where the operator wants that; who does not answer is asked later."""
    from amana.desk.actions import lodge_log

    while True:
        time.sleep(60)
        try:
            lodge_log()
        except Exception:
            time.sleep(3600)


def watch_ends() -> None:
    """Let others be told at once what must not wait for a check of the hub, such as a consent that was taken back."""
    from amana.desk.actions import hasten

    wait = ENDS
    while True:
        time.sleep(wait)
        said, began = False, time.monotonic()
        with suppress(Exception):
            said = hasten()
        with suppress(Exception):
            connection.close()
        seldom = max(ENDS, PART * (time.monotonic() - began))
        wait = seldom if said else min(2 * wait, LONGEST)
