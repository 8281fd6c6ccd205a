"""Read the XML that a submission opened to: anybody can encrypt to a public key, so it is strangers' bytes."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from amana.errors import Problem

DEEPEST = 32


def read_tree(data: bytes) -> Element:
    """The root of an XML document. Names are in Clark notation. Raises `odk.broken`, also for a document type."""
    builder, parser = TreeBuilder(), expat.ParserCreate(namespace_separator="}")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            refuse()
        builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_clark(name))

    def refuse(*_: object) -> None:
        raise Problem("odk.broken")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, ValueError, LookupError, AssertionError):
        raise Problem("odk.broken") from None


def _clark(name: str) -> str:
    return f"{{{name}" if "}" in name else name
