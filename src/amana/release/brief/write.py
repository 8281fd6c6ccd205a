"""A folder of claims in, the three files of its brief out: one document, told three times."""

from amana.events.folder import Folder
from amana.release.brief.compose import compose
from amana.release.brief.data import write_json
from amana.release.brief.document import Document
from amana.release.brief.html import write_html
from amana.release.brief.minimum import documented
from amana.release.brief.pdf import write_pdf
from amana.release.brief.picture import draw_minimum


def write_brief(folder: Folder) -> dict[str, bytes]:
    """`brief.html`, `brief.pdf` and `brief.json` by name. Raises the Problems of `compose`."""
    language = folder.outline.language if folder.outline else "en"
    return write_files(compose(folder, documented(folder, language)), folder)


def write_files(document: Document, folder: Folder) -> dict[str, bytes]:
    """The three files of a document composed from `folder`, made in memory."""
    picture = draw_minimum(document)
    return {
        "brief.html": write_html(document, picture).encode(),
        "brief.pdf": write_pdf(document, picture),
        "brief.json": write_json(document, folder).encode(),
    }
