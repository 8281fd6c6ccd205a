"""What an XForm says of itself, and the lists of forms and of a form's files (OpenRosa Form List 1.0; spec/odk.md)."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from amana.errors import Problem
from amana.sealing.places import Gazetteer

LIST, MANIFEST = "http://openrosa.org/xforms/xformsList", "http://openrosa.org/xforms/xformsManifest"
PLACES = "places.csv"
XFORMS, XHTML = "http://www.w3.org/2002/xforms", "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class XForm:
    """An XForm's id, version (empty where it has none), title, the MD5 of its bytes, and whether it asks for places."""

    id: str
    version: str
    title: str
    md5: str
    places: bool


def read_xform(data: bytes) -> XForm:
    """The XForm in `data`, which the desk signed for. Raises `hub.not_found` for what is none."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.words
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        _refuse()
    form = reading.attributes.get("id", "")
    if not form:
        _refuse()
    title = reading.title.strip() or form
    return XForm(
        form, reading.attributes.get("version", ""), title, md5(data), f"jr://file-csv/{PLACES}" in reading.files
    )


def form_list(forms: Iterable[tuple[XForm, str]]) -> str:
    """The list of `forms`, each with the address that it is downloaded from."""
    entries = []
    for form, address in forms:
        fields = {"formID": form.id, "name": form.title, "version": form.version, "hash": f"md5:{form.md5}"}
        fields |= {"downloadUrl": address} | ({"manifestUrl": f"{address}/manifest"} if form.places else {})
        entries.append(("xform", fields))
    return _document("xforms", LIST, entries)


def files_list(files: Mapping[str, tuple[bytes, str]]) -> str:
    """The list of a form's files: name → the bytes, and the address that they are downloaded from."""
    entries = [
        ("mediaFile", {"filename": name, "hash": f"md5:{md5(data)}", "downloadUrl": address})
        for name, (data, address) in files.items()
    ]
    return _document("manifest", MANIFEST, entries)


def places_csv(gazetteer: Gazetteer) -> bytes:
    """The gazetteer as choices from a file (RFC 4180): `name` is the id, `label` the name and (parent)."""
    names = {entry[0]: entry[1] for entry in gazetteer.entries}
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["name", "label"])
    for place, name, parent, _, _ in gazetteer.entries:
        rows.writerow([place, f"{name} ({names[parent]})" if parent else name])
    return written.getvalue().encode()


def md5(data: bytes) -> str:
    """What OpenRosa knows a file by: whether it changed, no more."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def _document(root: str, namespace: str, entries: Iterable[tuple[str, dict[str, str]]]) -> str:
    lines = [
        f"<{name}>{''.join(f'<{field}>{escape(said)}</{field}>' for field, said in fields.items())}</{name}>"
        for name, fields in entries
    ]
    head = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{namespace}">']
    return "\n".join([*head, *lines, f"</{root}>", ""])


def _refuse(*_: object) -> None:
    raise Problem("hub.not_found")


@dataclass
class _Reading:
    """The title, the attributes of the first instance's root, and the files that other instances are in."""

    open: list[str] = field(default_factory=list)
    title: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    seen: bool = False
    files: set[str] = field(default_factory=set)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{XFORMS} instance" and "src" in attributes:
            self.files.add(attributes["src"])
        if self.open and self.open[-1] == f"{XFORMS} instance" and not self.seen:
            self.seen, self.attributes = True, attributes
        self.open.append(name)

    def end(self, _: str) -> None:
        self.open.pop()

    def words(self, data: str) -> None:
        if self.open and self.open[-1] == f"{XHTML} title":
            self.title += data
