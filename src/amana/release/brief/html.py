"""A brief as one HTML file: no script, no font, no address is loaded; it reads on a phone and on paper."""

from collections.abc import Iterable
from pathlib import Path

from amana.release.brief.document import Document, Figure, Text
from amana.release.brief.markup import Markup, join, tag

STYLE = Path(__file__).parents[1] / "templates" / "brief.css"


def write_html(document: Document, picture: str) -> str:
    """The whole page; `picture` is the SVG of the documented minimum."""
    body = tag(
        "article",
        _head(document),
        _glance(document),
        *(_section(section.id, section.heading, *map(_paragraph, section.paragraphs)) for section in document.sections),
        _responses(document),
        _minimum(document, picture),
        _told(document),
        _figures(document),
        _estimates(document),
        _notes(document),
        _section("method", document.labels["method"], *map(_paragraph, document.method)),
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", document.headline),
        tag("style", Markup(STYLE.read_text("utf-8"))),
    )
    marker = join(*(tag("p", mark, class_="mark") for mark in document.marks))
    page = tag("html", head, tag("body", marker, body), lang=document.language)
    return f"<!doctype html>\n{page}\n"


def _head(document: Document) -> Markup:
    dateline = f"{document.publisher} · {document.date}"
    return tag(
        "header",
        tag("p", document.labels["kicker"], class_="kicker"),
        tag("h1", document.headline),
        *(_paragraph(text, "summary") for text in document.summary),
        tag("p", dateline, class_="dateline"),
    )


def _glance(document: Document) -> Markup | None:
    if not document.glance:
        return None
    entries = (
        tag(
            "div",
            tag("dt", tag("a", item.phrase, href=f"#figure-{item.claim}")),
            tag("dd", _runs(item.about), tag("span", item.kind, class_="kind")),
        )
        for item in document.glance
    )
    return tag("aside", tag("h2", document.labels["glance"]), tag("dl", *entries), class_="glance")


def _section(name: str, heading: str, *pieces: Markup | None) -> Markup:
    return tag("section", tag("h2", heading), *pieces, id=name)


def _paragraph(text: Text, kind: str | None = None) -> Markup:
    return tag("p", _runs(text), class_=kind)


def _runs(text: Text) -> Markup:
    return join(*(join(_stretch(run.text, run.claim), _marks(run.notes)) for run in text))


def _stretch(text: str, claim: str | None) -> Markup:
    return tag("a", text, href=f"#figure-{claim}", class_="figure") if claim else join(text)


def _marks(notes: tuple[int, ...]) -> Markup | None:
    links = [tag("a", str(number), href=f"#note-{number}") for number in notes]
    spaced = [piece for link in links for piece in (", ", link)][1:]
    return tag("sup", *spaced) if links else None


def _responses(document: Document) -> Markup | None:
    if not document.responses:
        return None
    labels = document.labels
    rows = (
        (tag("th", row.who, scope="row"), row.about, join(row.outcome, _marks(row.notes))) for row in document.responses
    )
    return _section("responses", labels["responses"], _table(("who", "asked_about", "outcome"), labels, rows))


def _minimum(document: Document, picture: str) -> Markup:
    least, labels = document.minimum, document.labels
    lines = [
        (tag("th", bar.label, scope="row"), bar.words, _opened(bar.claims, bar.jointly, document))
        for bar in least.parties
    ]
    lines.append((tag("th", labels["in_all"], scope="row"), least.words, _opened(least.claims, (), document)))
    return _section(
        "minimum",
        labels["minimum"],
        _paragraph(least.explanation),
        tag("figure", Markup(picture), tag("figcaption", labels["picture_note"])),
        _table(("party", "survivors", "made_up_by"), labels, lines),
        *(tag("p", caution, class_="caution") for caution in least.cautions),
    )


def _told(document: Document) -> Markup | None:
    if document.told is None:
        return None
    labels = document.labels
    lines = [(tag("th", name, scope="row"), _count(count, labels)) for name, count in document.told.lines]
    lines.append((tag("th", labels["in_all"], scope="row"), _count(document.told.total, labels)))
    table = _table(("party", "survivors"), labels, lines)
    return _section("told", labels["told"], tag("p", labels["told_text"]), table)


def _count(count: int | None, labels: dict[str, str]) -> str:
    return labels["hidden"] if count is None else f"{labels['at_least']} {count}"


def _opened(claims: tuple[str, ...], jointly: tuple[str, ...], document: Document) -> Markup:
    """Links to the figures that make up a count, by their numbers, and to those shared with other parties."""
    own, shared = _links(claims, document), _links(jointly, document)
    return join(own, "; " if own and shared else None, f"{document.labels['jointly']} " if shared else None, shared)


def _links(claims: tuple[str, ...], document: Document) -> Markup:
    links = (
        tag("a", f"{document.labels['figure']} {number}", href=f"#figure-{figure.claim}")
        for number, figure in enumerate(document.figures, 1)
        if figure.claim in claims
    )
    return join(*[piece for link in links for piece in (Markup(", "), link)][1:])


def _figures(document: Document) -> Markup:
    labels = document.labels
    items = (_figure(number, figure, labels) for number, figure in enumerate(document.figures, 1))
    return _section("figures", labels["figures"], tag("ol", *items, class_="figures"))


def _figure(number: int, figure: Figure, labels: dict[str, str]) -> Markup:
    facts = (
        (labels["kind"], figure.kind),
        (labels["party"], figure.party),
        (labels["when"], figure.period),
        (labels["where"], figure.place),
    )
    return tag(
        "li",
        tag("p", tag("b", figure.phrase), f" · {figure.about}" if figure.about else None, _marks(figure.notes)),
        tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in facts if value)),
        id=f"figure-{figure.claim}",
        value=str(number),
    )


def _estimates(document: Document) -> Markup | None:
    if not document.estimates:
        return None
    labels = document.labels
    items = (
        tag(
            "li",
            tag("p", tag("b", one.about), _marks(one.notes)),
            _table(
                ("model", "in_all_by_estimate"),
                labels,
                (
                    (
                        tag("th", answer.model, scope="row"),
                        join(answer.words, *(tag("p", say) for say in answer.warnings)),
                    )
                    for answer in one.answers
                ),
            ),
            tag("dl", *(tag("div", tag("dt", name), tag("dd", value)) for name, value in one.facts)),
            id=f"figure-{one.claim}",
        )
        for one in document.estimates
    )
    told = tag("p", labels["estimates_text"])
    return _section("estimates", labels["estimates"], told, tag("ol", *items, class_="figures"))


def _notes(document: Document) -> Markup:
    items = (
        tag("li", note.text, " " if note.address else None, _address(note.address), id=f"note-{note.number}")
        for note in document.notes
    )
    return _section("notes", document.labels["notes"], tag("ol", *items))


def _address(address: str | None) -> Markup | None:
    return tag("a", address, href=address, rel="noreferrer") if address else None


def _table(columns: tuple[str, ...], labels: dict[str, str], rows: Iterable[tuple[Markup, *tuple[str, ...]]]) -> Markup:
    head = tag("tr", *(tag("th", labels[column], scope="col") for column in columns))
    lines = []
    for first, *rest in rows:
        cells = (tag("td", cell, data_label=labels[name]) for name, cell in zip(columns[1:], rest, strict=True))
        lines.append(tag("tr", first, *cells))
    return tag("table", tag("thead", head), tag("tbody", *lines))
