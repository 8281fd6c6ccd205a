"""Other engines than Debian's Chromium: the oldest that the page is made for (Chromium 90, April 2021), and Firefox.

What is told on either arrives and is opened at the desk.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from pagekit import WORDS, Site

pytestmark = pytest.mark.browser

HOUSE = Path(__file__).parents[2]
ENGINES = HOUSE / "tests" / "engines"
OLDEST = HOUSE / ".tools" / "oldest"
PACK = HOUSE / "intake" / "packs" / "en"
BROWSERS = {
    "chrome": (OLDEST / "chromium", "HeadlessChrome/90."),
    "firefox": (Path("/usr/bin/firefox-esr"), "firefox/"),
}


@pytest.mark.parametrize("name", BROWSERS)
def test_another_engine_tells_seals_and_sends(name: str, site: Site, tmp_path: Path) -> None:
    areas = ("help", "telling", "common")
    help_, telling, common = (json.loads((PACK / f"{area}.json").read_text("utf-8")) for area in areas)
    said = {
        "help": "Lamp House",
        "tell": help_["tell"],
        "begin": telling["before.begin"],
        "onward": common["onward"],
        "stopHere": common["stopHere"],
        "send": telling["review.send"],
        "typed": WORDS,
    }
    words = tmp_path / "words.json"
    words.write_text(json.dumps(said))
    path, version = BROWSERS[name]
    command = ["node", "tell.mjs", name, path, site.link, words]
    # The oldest one brings some libraries of its time with it.
    env = os.environ | ({"LD_LIBRARY_PATH": str(OLDEST / "lib")} if name == "chrome" else {})
    run = subprocess.run(command, cwd=ENGINES, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr[-600:]
    told = json.loads(run.stdout)
    assert told["version"].startswith(version) and told["said"] == []
    [opened] = site.arrived()
    assert WORDS in opened.inside.answers.values()
