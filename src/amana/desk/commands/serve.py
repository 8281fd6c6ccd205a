"""`./amana desk serve`: the desk's pages, on this machine alone, with no log of what is asked for."""

import argparse
import threading
import time

import uvicorn
from django.conf import settings

from amana.desk.lock import lock
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
    threading.Thread(target=watch_idle, daemon=True).start()
    print(f"The desk is at http://{args.host}:{args.port}/, locked. Stop it with Ctrl-C.", flush=True)
    uvicorn.run(
        application,
        host=args.host,
        port=args.port,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        date_header=True,
    )


def watch_idle() -> None:
    """Close the lock when nobody used the desk for a while, though no request comes."""
    while True:
        time.sleep(5)
        lock.close_when_idle(settings.DESK_IDLE)
