"""`./amana words`: bring the catalogues of the desk's words in step with its pages.

Every word that a page of the desk shows stands in English in a template
(`{% translate %}`, `{% blocktranslate trimmed %}`) or in Python (`gettext` and its
kin). This finds them all, keeps what is translated already, leaves empty what is
new, drops what no page says any more, and compiles what Django reads. Needs no
GNU gettext; the compiled files are committed, so that a desk needs no Babel.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SOURCES = Path(__file__).parent
LANGUAGES = {"fr": "French", "ar": "Arabic"}
HEADER = """\
# The desk's words in {name}. `./amana words` keeps this file in step with the pages; fill in what is empty.
# No native speaker has checked it yet."""
# One date for all: a file changes when its words do, and only then.
MADE = datetime(2026, 11, 28, tzinfo=UTC)


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_: argparse.Namespace) -> int:
    """Write each catalogue, and say what is not translated yet; 1 while anything is."""
    missing = 0
    for language in LANGUAGES:
        catalogue = in_step(language)
        po(language).parent.mkdir(parents=True, exist_ok=True)
        po(language).write_bytes(written(catalogue))
        po(language).with_suffix(".mo").write_bytes(compiled(catalogue))
        untold = list(untranslated(catalogue))
        missing += len(untold)
        print(f"{language}: {len(catalogue)} entries, {len(untold)} not translated")
    return 1 if missing else 0


def po(language: str) -> Path:
    """The catalogue of `language`, as people edit it."""
    return SOURCES / "desk" / "locale" / language / "LC_MESSAGES" / "django.po"


def shown() -> "Catalog":
    """Every text that a page shows, with the files that it stands in."""
    from babel.messages.catalog import Catalog

    catalogue = Catalog()
    for path in sorted([*SOURCES.rglob("*.html"), *SOURCES.rglob("*.py")]):
        for context, messages in _texts(path):
            catalogue.add(messages, locations=[(path.relative_to(SOURCES.parent).as_posix(), 0)], context=context)
    return catalogue


def _texts(path: Path) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    from babel.messages.extract import DEFAULT_KEYWORDS, extract
    from django.utils.translation.template import templatize

    source = path.read_text("utf-8")
    if path.suffix == ".html":
        # What templatize blanks out keeps its indentation, which Python's own tokens would stumble over.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    lazy = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
    for _, messages, _, context in extract("python", BytesIO(source.encode()), {**DEFAULT_KEYWORDS, **lazy}):
        yield context, messages


def kept(language: str) -> "Catalog":
    """The catalogue of `language` as it stands in its file; empty where there is none yet."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    if not po(language).exists():
        return Catalog(locale=language)
    with po(language).open("rb") as file:
        return read_po(file, locale=language)


def in_step(language: str) -> "Catalog":
    """The catalogue of `language` with every text that a page shows, and no other."""
    catalogue = kept(language)
    catalogue.update(shown(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = MADE
    catalogue.project, catalogue.version, catalogue.fuzzy = "Amana", "desk", False
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = "Amana"
    catalogue.header_comment = HEADER.format(name=LANGUAGES[language])
    return catalogue


def untranslated(catalogue: "Catalog") -> Iterator[str]:
    """The texts that have no translation, or only some of their plural forms."""
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and not all(forms):
            yield message.id[0] if isinstance(message.id, tuple | list) else message.id


def written(catalogue: "Catalog") -> bytes:
    """The catalogue as its file."""
    from babel.messages.pofile import write_po

    file = BytesIO()
    write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: "Catalog") -> bytes:
    """The catalogue as Django reads it."""
    from babel.messages.mofile import write_mo

    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()
