"""Logging, turned off: an exception's text or a request's path could hold what was told."""

import logging
from typing import Any


def silence(_settings: Any) -> None:
    """Let no record of any logger out, Django's and uvicorn's among them."""
    logging.disable(logging.CRITICAL)
