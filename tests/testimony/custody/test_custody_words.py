"""Every entry that the code writes has its words, and no words are left of an entry that nobody writes."""

import re
from pathlib import Path

from amana.testimony.custody.entry import PADDING
from amana.vocabulary import entries

SOURCES = Path(__file__).parents[3] / "src" / "amana"
WRITTEN = re.compile(r'(?:@logged\(\s*|\brecord\(\s*[^,()]+,\s*)"([a-z_]+\.[a-z_]+)"')


def test_every_entry_has_its_words_and_no_other():
    texts = (path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    written = {action for text in texts for action in WRITTEN.findall(text)}
    assert written | {PADDING} == set(entries("log_entries"))


def test_every_entry_is_said_in_two_languages():
    for code, entry in entries("log_entries").items():
        assert {"en", "fr"} <= set(entry.labels) and all(entry.labels.values()), code
