"""The manifest of an encrypted ODK submission: what hub and desk both must read in it (spec/odk.md, "A post").

Promise: what reads holds nothing but a manifest. A document type, an entity, a comment, an element or words that a
manifest has no place for are refused, so that nothing plain can hide in it.
"""

import re
from base64 import b64decode
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat  # Entities cannot be declared: a document type is refused below.

from amana.errors import Problem

LONGEST = 262_144
LONGEST_TEXT = 255
SEALED = ".enc"
RSA_SIZES = range(256, 1025)
COLLECT, STANDARD = "http://www.opendatakit.org/xforms/encrypted", "http://opendatakit.org/submissions"
OPENROSA = {"http://openrosa.org/xforms", "http://openrosa.org/xforms/"}
NAME = re.compile(r"(?!\.)[^/\\\x00-\x1f\x7f]{1,255}")
ATTRIBUTES = {"id", "version", "encrypted", "instanceID", "submissionDate", "isComplete", "markedAsCompleteDate"}
ONCE = {"base64EncryptedKey", "meta/instanceID", "encryptedXmlFile", "base64EncryptedElementSignature"}
WITH_WORDS = ONCE | {"media/file", "meta/deprecatedID"}
WITHOUT = {"media", "meta"}


@dataclass(frozen=True)
class Manifest:
    """What an encrypted submission consists of. `media` and `xml` are names of sealed files, ending in `.enc`."""

    form: str
    version: str | None
    instance: str
    key: str
    media: tuple[str, ...]
    xml: str
    signature: str

    @property
    def files(self) -> tuple[str, ...]:
        """Every sealed file, in the order in which they were sealed: the XML last."""
        return (*self.media, self.xml)


def read_manifest(data: bytes) -> Manifest:
    """The manifest in an XML document. Raises `odk.plain` for anything else."""
    if len(data) > LONGEST:
        refuse()
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.words
    parser.StartDoctypeDeclHandler = parser.CommentHandler = parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        refuse()
    return reading.manifest()


def refuse(*_: object) -> NoReturn:
    """This is no manifest."""
    raise Problem("odk.plain")


@dataclass
class _Reading:
    """What was read so far: the elements that are open, their words, and those that were closed."""

    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    text: str = ""
    found: dict[str, list[str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: the root, or one that a manifest has."""
        namespace, _, local = name.rpartition(" ")
        if not self.open:
            known = namespace in (COLLECT, STANDARD) and local == "data" and attributes.keys() <= ATTRIBUTES
            if not known or attributes.get("encrypted") != "yes":
                refuse()
            self.namespace, self.attributes = namespace, attributes
            self.open = [local]
            return
        path = "/".join([*self.open[1:], local])
        expected = {*OPENROSA, self.namespace} if path.startswith("meta") else {self.namespace}
        if attributes or namespace not in expected or path not in WITH_WORDS | WITHOUT or self.text.strip():
            refuse()
        self.open.append(local)
        self.text = ""

    def end(self, _: str) -> None:
        """An element ends: its words are kept if it may have any."""
        path = "/".join(self.open[1:])
        words, self.text = self.text.strip(), ""
        self.open.pop()
        if path in WITH_WORDS:
            self.found.setdefault(path, []).append(words)
        elif words:
            refuse()

    def words(self, data: str) -> None:
        """Words, or white space between elements."""
        self.text += data

    def manifest(self) -> Manifest:
        """All of it, checked."""
        instances = self.found.setdefault("meta/instanceID", [self.attributes.get("instanceID", "")])
        if any(len(self.found.get(path, [])) != 1 for path in ONCE):
            refuse()
        one = {path: self.found[path][0] for path in ONCE}
        said = [self.attributes.get("id", ""), self.attributes.get("version", ""), *self.attributes.values()]
        said += [*instances, *self.found.get("meta/deprecatedID", [])]
        media = tuple(self.found.get("media/file", ()))
        xml = one["encryptedXmlFile"]
        names = (*media, xml)
        sealed = all(NAME.fullmatch(name) and name.endswith(SEALED) for name in names) and len(set(names)) == len(names)
        keys = [one["base64EncryptedKey"], one["base64EncryptedElementSignature"]]
        whole = all(_is_sealed_key(key) for key in keys) and all(len(each) <= LONGEST_TEXT for each in said)
        if not (sealed and whole and self.attributes.get("id") and instances[0]):
            refuse()
        return Manifest(
            form=self.attributes["id"],
            version=self.attributes.get("version"),
            instance=instances[0],
            key=keys[0],
            media=media,
            xml=xml,
            signature=keys[1],
        )


def _is_sealed_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) in RSA_SIZES
    except ValueError:
        return False
