"""Every variable that the desk reads is in the operator's page, and no other."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def test_every_setting_is_documented_and_every_documented_one_is_read():
    sources = [(HOUSE / "src/amana/desk" / name).read_text("utf-8") for name in ("settings.py", "home.py")]
    read = set(re.findall(r'"(AMANA_DESK_[A-Z_]+)"', "".join(sources)))
    told = set(re.findall(r"^\| `(AMANA_DESK_[A-Z_]+)`", (HOUSE / "docs/operator.md").read_text("utf-8"), re.MULTILINE))
    assert read == told
