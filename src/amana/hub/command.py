"""`./amana hub serve`: run a hub.

    ./amana hub serve --store FOLDER_OR_URL --desks FINGERPRINT[,FINGERPRINT…] [--host …] [--port …] [--workers …]

In a container the same is said by AMANA_HUB_STORE and AMANA_HUB_DESKS. Nothing is logged: put TLS before it with a
proxy that logs nothing either (docs/operator.md).
"""

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

import uvicorn

from amana.errors import Problem
from amana.hub.app import BUILT_PAGE, DESKS, PAGE, STORE
from amana.hub.store import Store
from amana.sealing.ids import is_id

PORT = 8441


def arguments(parser: argparse.ArgumentParser) -> None:
    """`serve` and what it needs."""
    serve = parser.add_subparsers(dest="what", metavar="serve", required=True).add_parser("serve", help="run a hub")
    say = os.environ.get
    serve.add_argument("--store", default=say(STORE), help="a folder, or the URL of an object store")
    serve.add_argument("--desks", default=say(DESKS, ""), help="the fingerprints of the desks whose cards it serves")
    serve.add_argument("--page", default=say(PAGE) or str(BUILT_PAGE), help="the folder of the built phone page")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=PORT)
    serve.add_argument("--workers", type=int, default=1)


def run(args: argparse.Namespace) -> None:
    """Serve until stopped. Raises `hub.no_store`, `hub.bad_store`, `hub.no_desks`."""
    if not args.store:
        raise Problem("hub.no_store")
    desks = [word.strip() for word in args.desks.split(",") if word.strip()]
    if not desks or not all(is_id(desk) for desk in desks):
        raise Problem("hub.no_desks")
    Store(args.store)
    check_port(args.host, args.port)
    os.environ[STORE], os.environ[DESKS] = args.store, ",".join(desks)
    os.environ[PAGE] = str(Path(args.page).absolute())
    print(f"amana hub: http://{args.host}:{args.port}/", file=sys.stderr, flush=True)
    uvicorn.run(
        "amana.hub.app:from_environment", factory=True, host=args.host, port=args.port, workers=args.workers, **QUIET
    )


def check_port(host: str, port: int) -> None:
    """Raise `hub.port` where nobody could listen: the server itself would say nothing."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise Problem("hub.port", host=host, port=port, reason=error.strerror) from None


QUIET: dict[str, Any] = {
    "access_log": False,
    "log_config": None,
    "server_header": False,
    "proxy_headers": False,
    "ws": "none",
    "timeout_graceful_shutdown": 10,
}
"""What keeps the server from writing down, or believing, who asks. Workers start with it as well."""
