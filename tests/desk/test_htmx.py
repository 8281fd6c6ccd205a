"""The one script from elsewhere is the one that was published, and is told to keep nothing and to run no text."""

import json
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
OURS = HOUSE / "src" / "amana" / "desk" / "static" / "desk" / "htmx.min.js"


def test_htmx_is_byte_for_byte_what_the_lock_of_the_tests_names() -> None:
    published = HOUSE / "tests" / "engines" / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
    assert OURS.read_bytes() == published.read_bytes()


@pytest.mark.django_db
def test_pages_tell_htmx_to_keep_nothing_and_run_no_text(signed_in) -> None:
    page = signed_in("caseworker").get("/").content.decode()
    told = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1])
    assert told["historyCacheSize"] == 0
    assert (told["allowEval"], told["includeIndicatorStyles"], told["selfRequestsOnly"]) == (False, False, True)
