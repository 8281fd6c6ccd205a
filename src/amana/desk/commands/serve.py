"""`./amana desk serve`: the desk's pages, on this machine alone, with no log of what is asked for."""

import argparse
import socket
import threading
import time
from contextlib import suppress
from functools import partial

import uvicorn
from django.conf import settings

from amana.errors import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; put a proxy with HTTPS before any other"
    )
    parser.add_argument("--port", type=int, default=8440)


def run(args: argparse.Namespace) -> None:
    """Serve until stopped. The desk starts locked, and locks itself when nobody uses it."""
    from amana.desk.asgi import application

    if not (settings.DESK_HOME / "keyring.json").exists():
        raise Problem("desk.no_keyring", home=settings.DESK_HOME)
    listening = listen(args.host, args.port)
    threading.Thread(target=watch_idle, daemon=True).start()
    print(f"The desk is at http://{args.host}:{listening.getsockname()[1]}/, locked. Stop it with Ctrl-C.", flush=True)
    config = uvicorn.Config(application, access_log=False, log_config=None, lifespan="off", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any that is free. `desk.cannot_listen` if the address is taken or not ours."""
    try:
        return socket.create_server((host, port), backlog=128)
    except OSError:
        raise Problem("desk.cannot_listen", host=host, port=port) from None


def watch_idle() -> None:
    """Close the lock when nobody used the desk for a while, though no request comes; sign each day's checkpoint."""
    from amana.desk.actions import close_idle_desk, keep_log

    while True:
        time.sleep(5)
        for watch in (partial(close_idle_desk, settings.DESK_IDLE), keep_log):
            # A database that does not answer for a moment must never end the watch over an open desk.
            with suppress(Exception):
                watch()
