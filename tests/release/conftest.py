"""What the brief's tests share: the example's folder, its files, and a small folder of invented claims."""

from pathlib import Path

import pytest

from amana.events.folder import Folder, read_folder
from amana.release.brief.write import write_brief

EXAMPLE = Path(__file__).parents[2] / "examples" / "mali-2025"

SMALL: dict[str, str] = {
    "sources": """
- {id: gazette, name: The Gazette, kind: press, title: On the road, date: {of: reporting, said: May 2020}}
- {id: a-witness, name: a witness, kind: witness, relayed_by: gazette, named: withheld}
""",
    "parties": "- {id: north, name: Northern Front, kind: armed_group, source: invented}\n",
    "places": """
- {id: land, name: Invented Land, kind: country, source: invented}
- {id: hamlet, name: Little Hamlet, kind: village, under: land, source: invented}
""",
    "claims": """
- id: road
  source: a-witness
  summary: Women were assaulted on a road.
  quantity: {kind: exactly, number: 12}
  unit: persons
  people: {said: women, sex: female}
  acts: [crsv]
  by: {described: [men in grey], concluded: [{party: north, by: gazette, sure: likely}]}
  place: {in: [hamlet]}
  period: {within: [2020-04-01, 2020-04-30], said: April 2020}
- id: house
  source: a-witness
  summary: Women were assaulted in a house.
  quantity: {kind: exactly, number: 2}
  unit: persons
  people: {said: women, sex: female}
  acts: [crsv]
  place: {in: [hamlet]}
  period: {within: [2020-04-01, 2020-04-30], said: April 2020}
""",
    "statements": "- {id: silent, source: gazette, kind: no_response, text: The Front did not answer.}\n",
}

OUTLINE = """
language: en
day: 2020-06-01
publisher: Nobody
headline: A headline
invented: true
sections:
  - kind: allegations
    title: Told
    paragraphs:
      - {text: "%s", from: [road, house, gazette, a-witness, silent]}
"""


@pytest.fixture
def small(tmp_path: Path):
    """Gives a function that reads the small folder with one paragraph of the given text."""

    def read(text: str) -> Folder:
        for name, content in {**SMALL, "brief": OUTLINE % text}.items():
            (tmp_path / f"{name}.yaml").write_text(content, "utf-8")
        return read_folder(tmp_path)

    return read


@pytest.fixture(scope="session")
def mali() -> Folder:
    return read_folder(EXAMPLE)


@pytest.fixture(scope="session")
def files(mali: Folder) -> dict[str, bytes]:
    return write_brief(mali)
