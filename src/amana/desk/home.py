"""Where a desk's files are: a folder that only its owner can read. Known without Django, for who cannot wait."""

import os
from pathlib import Path


def desk_home() -> Path:
    """The folder that AMANA_DESK_HOME names."""
    return Path(os.environ.get("AMANA_DESK_HOME", "~/.amana/desk")).expanduser()
