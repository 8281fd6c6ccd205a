"""The browsers of the tests, of one version of Debian's Chromium.

`CHROMIUM` is what people have: for what it keeps on a disk, and installs. `ENGINE` is the same without windows, tabs
and what belongs to them: what a page does in it is the same, at half the cost.
"""

import os
import shutil

CHROMIUM = os.environ.get("AMANA_CHROMIUM", "/usr/bin/chromium")
ENGINE = os.environ.get("AMANA_CHROMIUM") or shutil.which("chromium-headless-shell") or CHROMIUM
FLAGS = [
    *(["--no-sandbox"] if os.getuid() == 0 else []),
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds that a page may take for anything, on a machine that does other things too."""
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
