"""The example's brief: every figure of the source document, opened down to who stated it, and nobody exposed."""

import io
import json
import re
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from amana.release.brief.picture import LETTERS
from amana.release.brief.write import write_brief

EXAMPLE = Path(__file__).parents[2] / "examples" / "mali-2025"

# The figures of the news report that the example tells, as they must stand in the text.
FIGURES = [
    "at least 58 women and girls", "28 women", "four other cases", "girl of 14", "daughter of 18", "mother of 70",
    "seven men", "three survivors", "more than 150,000 people", "3,000 people", "six months", "March 2024", "2023",
]  # fmt: skip
FACTS = [
    "severe infection", "attempted rape", "white men", "undressed her", "scratch marks", "between God and herself",
    "not able to tell", "has not seen her daughter", "indiscriminate killings", "beheadings", "gang rape",
    "sexual slavery", "al-Qaida", "burned seven men alive", "worst known case", "expelling the United Nations",
    "did not respond", "directly responsible", "in frail shelters", "free clinic", "never say anything",
    "post-traumatic stress", "fear of retaliation", "as Wagner did", "nearly impossible",
]  # fmt: skip


def read_pdf(files):
    pages = PdfReader(io.BytesIO(files["brief.pdf"])).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture(scope="module", params=["brief.html", "brief.pdf", "prose"])
def text(request, files):
    if request.param == "brief.pdf":
        return read_pdf(files)
    if request.param == "brief.html":
        return re.sub(r"\s*<sup>.*?</sup>|<[^>]+>", "", files["brief.html"].decode())
    document = json.loads(files["brief.json"])
    told = [*document["summary"], *(text for part in document["sections"] for text in part["paragraphs"])]
    return " ".join("".join(run["text"] for run in paragraph) for paragraph in told)


@pytest.mark.parametrize("words", FIGURES + FACTS)
def test_every_figure_and_fact_of_the_source_document_is_told(text, words):
    assert words.lower() in text.lower()


def test_every_figure_opens_to_a_claim_and_a_source(files):
    brief = json.loads(files["brief.json"])
    assert {figure["claim"] for figure in brief["figures"]} == set(brief["claims"])
    numbers = {note["number"] for note in brief["notes"]}
    for figure in brief["figures"]:
        assert brief["claims"][figure["claim"]]["source"] in brief["sources"]
        assert figure["notes"] and set(figure["notes"]) <= numbers
        assert re.match("At least|As stated by|Estimate", figure["kind"])
    made_up = [brief["minimum"]["claims"], *(bar["claims"] + bar["jointly"] for bar in brief["minimum"]["parties"])]
    assert all(claims and set(claims) <= set(brief["claims"]) for claims in made_up)


def test_every_link_in_the_page_leads_somewhere(files):
    html = files["brief.html"].decode()
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    links = re.findall(r'href="#([^"]+)"', html)
    assert links and set(links) <= ids


def test_the_minimum_is_the_one_that_the_counting_gives(files):
    told = json.loads(files["brief.json"])["minimum"]
    asked = subprocess.run(
        [sys.executable, "-m", "amana.cli", "count", "at-least", str(EXAMPLE), "--json"],
        capture_output=True,
        check=True,
    )
    in_all = json.loads(asked.stdout)["in_all"]
    assert (told["total"], told["claims"]) == (in_all["minimum"], in_all["claims"])


def test_the_picture_cuts_no_name_whatever_the_font(files):
    picture = re.search("<svg.*</svg>", files["brief.html"].decode(), re.DOTALL)[0]
    lines = [line for line in re.findall("<text[^>]*>([^<]*)</text>", picture) if line]
    assert {"Malian armed forces or Russian fighters in", "Mali, alone or together"} < set(lines)
    assert max(map(len, lines)) <= LETTERS and "undefined" not in lines


def test_the_page_loads_nothing_and_runs_nothing(files):
    html = files["brief.html"].decode()
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|\bsrc=|\bon\w+=", html)
    assert all(address.startswith("#") for address in re.findall(r'href="([^"]+)"', html))


def test_the_pdf_is_tagged_dated_by_its_brief_and_its_fonts_are_inside(files):
    reader = PdfReader(io.BytesIO(files["brief.pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata.creation_date.date().isoformat() == "2025-12-31"
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_folder_gives_the_same_bytes(mali, files):
    assert write_brief(mali) == files


def test_nothing_is_asked_of_a_network(mali, files, monkeypatch):
    def refuse(*_):
        raise AssertionError("a brief must not open a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    assert write_brief(mali) == files


def test_the_command_writes_all_three_in_time_without_a_database(tmp_path):
    code = (
        "import sys; from amana.cli import main; code = main(sys.argv[1:]);"
        "assert not {'django', 'sqlite3', 'sqlcipher3'} & set(sys.modules); sys.exit(code)"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, "brief", str(EXAMPLE), "--out", str(tmp_path)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 5  # seconds of work
    assert {path.name for path in tmp_path.iterdir()} == {"brief.html", "brief.pdf", "brief.json"}


def test_a_refused_brief_leaves_nothing_behind(tmp_path, small):
    small("{road} women were assaulted.")
    (tmp_path / "sub").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "amana.cli", "brief", str(tmp_path), "--out", str(tmp_path / "out")],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2 and "brief.yaml" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_small_number_is_told_without_its_small_place_in_every_file(small):
    folder = small("{a-witness} said that {house} and {road} women were harmed. {silent}")
    document = json.loads(write_brief(folder)["brief.json"])
    assert {figure["claim"]: figure["place"] for figure in document["figures"]} == {
        "house": "Invented Land",
        "road": "Little Hamlet",
    }
    assert document["claims"]["house"]["place"]["in"] == ["land"]


def test_only_a_spokesperson_is_named(mali):
    people = [source.name for source in mali.sources if source.kind in ("witness", "medical", "expert")]
    named = [source for source in mali.sources if source.named == "agreed"]
    assert [source.id for source in named] == ["msf-team-leader"] and len(people) > len(named)


def test_an_invented_country_is_marked_on_page_and_paper(small):
    folder = small("{a-witness} said that {house} and {road} women were harmed. {silent}")
    files = write_brief(folder)
    assert "invented" in files["brief.html"].decode().split("<article>")[0].lower().split("<body>")[1]
    for page in PdfReader(io.BytesIO(files["brief.pdf"])).pages:
        assert "Fiction" in page.extract_text()
