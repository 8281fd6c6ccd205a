"""Answers of a form that the desk does not know: each field by its own name, and what was written in it. Pure.

Nothing is interpreted. A field of a group is called by its way, `group.field`; of a repeat, all that was written stands
in a list. The XML itself is kept beside, as an attachment.
"""

import re
from xml.etree.ElementTree import Element

LONGEST = 64
OPENROSA = "{http://openrosa.org/xforms"
STRANGE = re.compile(r"[^A-Za-z0-9_.-]")


def answers(root: Element) -> dict[str, str | list[str]]:
    """Question name → what was answered; an empty field is a question passed over. Names are as in spec/envelope.md."""
    found: dict[str, list[str]] = {}
    _walk(root, (), found)
    return {name: words if len(words) > 1 else words[0] for name, words in found.items()}


def _walk(element: Element, way: tuple[str, ...], found: dict[str, list[str]]) -> None:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "meta" and (child.tag == "meta" or child.tag.startswith(OPENROSA)):
            continue
        if len(child):
            _walk(child, (*way, name), found)
        elif words := (child.text or "").strip():
            found.setdefault(_name((*way, name)), []).append(words)


def _name(way: tuple[str, ...]) -> str:
    name = STRANGE.sub("_", ".".join(way))
    name = name if name[0].isascii() and name[0].isalpha() else f"q{name}"
    return name if len(name) <= LONGEST else name[-LONGEST:].lstrip("0123456789_.-") or "q"
