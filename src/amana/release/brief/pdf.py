"""A brief as PDF: tagged for screen readers (PDF/UA-1), the same bytes for the same brief, made in memory.

Typst sets it from `templates/brief.typ`; the document goes in as JSON. Only the
fonts inside typst are used, and no system font is ever looked for.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typst

from amana.release.brief.document import Document
from amana.release.brief.picture import describe

TEMPLATE = Path(__file__).parents[1] / "templates" / "brief.typ"


def write_pdf(document: Document, picture: str) -> bytes:
    """The PDF's bytes; its date is the document's day, so that the bytes depend on the document alone."""
    compiler = typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={
            "document": json.dumps(asdict(document), ensure_ascii=False),
            "picture": picture,
            "picture_words": describe(document),
        },
    )
    made = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(document.day).replace(tzinfo=UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 (one document, one PDF)
    return made
