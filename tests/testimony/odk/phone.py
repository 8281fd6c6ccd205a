"""A phone with ODK Collect, for the desk's tests: it fills, encrypts by collect.mjs, and posts."""

import json
import subprocess
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

import urllib3

from amana.desk import odk_key
from amana.desk.lock import lock
from odkkit import OPENROSA, Part, file_part, multipart, new_instance, xml_part

ENCRYPT = Path(__file__).parent / "collect.mjs"
PLANTED = "the heron crossed the ninth river at dusk"


def xml_of(instance: str, fields: str, form: str = "tea", version: str | None = "1") -> bytes:
    """A filled XForm as Collect saves it."""
    said = "" if version is None else f' version="{version}"'
    return (
        f'<?xml version=\'1.0\' ?><data id="{form}"{said} xmlns:orx="http://openrosa.org/xforms">{fields}'
        f"<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    ).encode()


@dataclass
class Filled:
    """One form, filled and encrypted: the manifest and the sealed files."""

    instance: str
    manifest: bytes
    files: dict[str, bytes]

    def part(self, name: str) -> Part:
        return file_part(name, self.files[name])

    def posts(self) -> list[list[Part]]:
        """As many posts as there are files, as Collect makes when each is large."""
        return [[xml_part(self.manifest), self.part(name)] for name in self.files]

    def whole(self) -> list[Part]:
        """One post with everything."""
        return [xml_part(self.manifest), *(self.part(name) for name in self.files)]


def fill(
    fields: str = f"<q>{PLANTED}</q>",
    media: dict[str, bytes] | None = None,
    *,
    form: str = "tea",
    version: str | None = "1",
    instance: str | None = None,
    xml: bytes | None = None,
    public_key: str | None = None,
) -> Filled:
    """Fill `fields` of a form, and encrypt to the open desk's key."""
    instance = instance or new_instance()
    given = {
        "publicKey": public_key or odk_key.public_text(lock.keys.odk),
        "form": form,
        "version": version,
        "instance": instance,
        "xml": (xml or xml_of(instance, fields, form, version)).decode(),
        "media": [[name, b64encode(data).decode()] for name, data in (media or {}).items()],
    }
    run = subprocess.run(["node", ENCRYPT], input=json.dumps(given).encode(), capture_output=True, check=True)
    made = json.loads(run.stdout)
    return Filled(instance, made["manifest"].encode(), {name: b64decode(data) for name, data in made["files"]})


def post(address: str, *parts: Part) -> int:
    """Send to the server's URL as typed into Collect; the status."""
    body, kind = multipart(*parts)
    headers = {"Content-Type": kind, **OPENROSA}
    return urllib3.request("POST", f"{address}/submission?deviceID=x", body=body, headers=headers).status
