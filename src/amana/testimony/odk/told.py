"""Make of an opened submission an account: answers, consents, attachments (spec/odk.md, "At the desk"). Pure."""

from collections.abc import Mapping
from mimetypes import MimeTypes
from typing import Any, Self
from xml.etree.ElementTree import Element

from pydantic import Field, model_validator

from amana.errors import Problem
from amana.forms.answers import read_submission
from amana.sealing.envelope import Attachment, Opened, attachment_of
from amana.sealing.inside import Inside
from amana.sealing.odk import SEALED, Manifest
from amana.sealing.shapes import fit
from amana.testimony.odk import plainly
from amana.testimony.odk.xml import read_tree

LANGUAGE = "und"
"""Undetermined (ISO 639-2): an XForm says in which languages it can be asked, and not in which it was."""
MOST_FILES = 10_000
TYPES = MimeTypes()
"""Python's own, not the machine's, with what Collect records in."""
TYPES.add_type("audio/mp4", ".m4a")
TYPES.add_type("audio/amr", ".amr")


class Submitted(Inside):
    """An account that came in posts, and so may have more attachments than one envelope holds."""

    attachments: list[Attachment] = Field(max_length=MOST_FILES)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        return self


def told_of(manifest: Manifest, opened: Mapping[str, bytes], form: Mapping[str, Any] | None) -> Opened:
    """The account in a submission whose files `opened` gives by name. `form` is that of spec/form.md, if it is known.

    Raises `odk.broken` where the XML is none.
    """
    xml = opened[manifest.xml.removesuffix(SEALED)]
    answers, consents = _answers(read_tree(xml), xml, form)
    members = {
        "kind": "account",
        "form": {"id": manifest.form, "version": manifest.version or ""},
        "language": LANGUAGE,
        "day": None,
        "answers": answers,
        "consents": consents,
        "attachments": [attachment_of(name, _type(name), data).members() for name, data in opened.items()],
        "reply_to": None,
    }
    return Opened(fit(Submitted, members, "odk.broken"), list(opened.values()))


def _answers(root: Element, xml: bytes, form: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, str]]:
    """As the form reads them; a field that it does not know, or each where there is no form, by its own name."""
    plain: dict[str, Any] = plainly.answers(root)
    if form is None:
        return plain, {}
    try:
        read = read_submission(form, xml)
    except Problem:
        return plain, {}
    unread = {name: said for name, said in plain.items() if name.rpartition(".")[2] in read.unread}
    return unread | read.answers, read.consents


def _type(name: str) -> str:
    return (TYPES.guess_type(name)[0] or "application/octet-stream").lower()
