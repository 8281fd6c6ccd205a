"""HTML that is safe by construction: text is escaped as it enters, markup only comes from `tag`."""

from html import escape

VOID = {"meta", "link", "br", "hr"}


class Markup(str):
    """A piece of finished HTML, told apart from text that still has to be escaped."""

    __slots__ = ()


Piece = str | None
"""Text, finished markup, or nothing."""


def join(*pieces: Piece) -> Markup:
    """The pieces one after another; text among them is escaped."""
    return Markup("".join(piece if isinstance(piece, Markup) else escape(piece) for piece in pieces if piece))


def tag(name: str, /, *pieces: Piece, **attributes: str | None) -> Markup:
    """One element. Attributes with the value None are left out; `class_` and `data_x` become `class` and `data-x`."""
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    words = "".join(f' {key}="{escape(value)}"' for key, value in given)
    return Markup(f"<{name}{words}>" if name in VOID else f"<{name}{words}>{join(*pieces)}</{name}>")
