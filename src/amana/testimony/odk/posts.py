"""What one `odk` envelope holds: a post of an ODK client, as the hub wrapped it (spec/odk.md, "Re-sealed"). Pure."""

import hashlib
from dataclasses import dataclass

from amana.errors import Problem
from amana.sealing.envelope import Opened
from amana.sealing.odk import Manifest, read_manifest

XML = "submission.xml"


@dataclass(frozen=True)
class Post:
    """A manifest, its SHA-256, and those of the files that it lists which came with it, by name."""

    manifest: Manifest
    sha256: str
    files: dict[str, bytes]


def read_post(opened: Opened) -> Post:
    """The post in an envelope that is no refusal. Raises `odk.not_a_post`."""
    named = {each.name: data for each, data in zip(opened.inside.attachments, opened.attachments, strict=True)}
    data = named.pop(XML, b"")
    try:
        manifest = read_manifest(data)
    except Problem:
        raise Problem("odk.not_a_post") from None
    if not named.keys() <= set(manifest.files):
        raise Problem("odk.not_a_post")
    return Post(manifest, hashlib.sha256(data).hexdigest(), named)


def is_refusal(opened: Opened) -> bool:
    """Whether the envelope only tells that a post was refused."""
    return not opened.inside.attachments
