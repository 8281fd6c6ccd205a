"""A desk as an operator has it: made by `./amana desk init` and served by `./amana desk serve`, in other processes."""

import base64
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from django_otp.oath import totp

PASSPHRASE = "six calm words over the water"


class ServedDesk:
    """Address, home and first administrator of a desk that is being served."""

    def __init__(self, home: Path, name: str = "Nadia of the ford", **environment: str) -> None:
        self.home, self.name = home, name
        self.environment = os.environ | {"AMANA_DESK_HOME": str(home), "AMANA_DESK_DATABASE": "sqlcipher"} | environment
        made = subprocess.run(
            [sys.executable, "-m", "amana.cli", "desk", "init", "--administrator", name],
            input=f"{PASSPHRASE}\n",
            capture_output=True,
            text=True,
            check=True,
            env=self.environment,
        )
        self.password = re.search(r"first password +(\S+)", made.stdout)[1]
        self.secret = base64.b32decode(re.search(r"app key +(\S+)", made.stdout)[1])
        self.recovery = re.search(r"AGE-SECRET-KEY-PQ-1\S+", made.stdout)[0]
        self.start()

    def start(self) -> None:
        """Serve, on any free port."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "amana.cli", "desk", "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environment,
        )
        self.address = re.search(r"http://\S+?/", self.process.stdout.readline())[0]

    def stop(self) -> str:
        """Stop serving; gives all that the process printed since it started."""
        self.process.terminate()
        return self.process.communicate(timeout=600)[0]

    def code(self, secret: bytes | None = None) -> str:
        """The code of now; waits out the last seconds of a step."""
        if time.time() % 30 > 27:
            time.sleep(3.5)
        return f"{totp(secret or self.secret):06d}"
