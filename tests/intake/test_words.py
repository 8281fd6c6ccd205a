"""What the page says and asks can be read at nine years of age; language, name and icon are chosen without code."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amana.forms.ready import NAMES, ready
from amana.vocabulary import entries

HOUSE = Path(__file__).parents[2]
PACKS = HOUSE / "intake" / "packs"
AREAS = ("page", "help", "telling", "sending", "common", "back", "carry", "community", "map")
LISTS = ("purposes", "services", "clinical_windows", "form_words")
VOWELS = {"en": r"[aeiouy]+", "fr": r"[aeiouyàâäéèêëîïôöùûüÿœæ]+"}


def parts(language: str) -> dict[str, list[str]]:
    """What the page says, by its part: every sentence of more than three words, without what it leaves open."""
    said: dict[str, list[str]] = {}
    for area in AREAS:
        texts = json.loads((PACKS / language / f"{area}.json").read_text("utf-8"))
        texts.pop("words", None)  # those of which pass-phrases are drawn are no sentence
        said[area] = [text if isinstance(text, str) else text["other"] for text in texts.values()]
    for name in NAMES:
        said[name] = [words[language] for words in asked(ready(name).phone)]
    for name in LISTS:
        labels = [entry.plain or entry.labels for entry in entries(name).values()]
        facts = [fact for entry in entries(name).values() for fact in entry.facts.values() if isinstance(fact, dict)]
        said[name] = [words[language] for words in labels + facts]
    return {name: found for name, texts in said.items() if (found := [one for text in texts for one in split(text)])}


def asked(form: dict[str, Any]) -> Iterator[dict[str, str]]:
    """All that a form says."""
    for choices in form["lists"].values():
        yield from (choice["label"] for choice in choices)
    within = list(form["questions"])
    while within:
        item = within.pop()
        yield from (words for words in (item["label"], item["hint"], (item.get("check") or {}).get("say")) if words)
        within += item.get("questions", [])


def split(text: str) -> list[str]:
    plain = re.sub(r"[{}«»“”]", "", text)
    return [one for one in re.split(r"(?<=[.!?:…؟])\s+|\n", plain) if len(words(one)) > 3]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def syllables(word: str, language: str) -> int:
    """Groups of vowels; a silent e at the end is none."""
    bare = re.sub(
        r"(?<=[^aeiouy])e(s|nt)?$" if language == "fr" else r"(?<=[^aeiouyl])es?$|(?<=[^aeiouydt])ed$", "", word.lower()
    )
    return max(1, len(re.findall(VOWELS[language], bare)))


def measure(language: str, texts: list[str]) -> tuple[float, float]:
    """Words a sentence, and syllables a word."""
    said = [word for text in texts for word in words(text)]
    return len(said) / len(texts), sum(syllables(word, language) for word in said) / len(said)


def test_english_is_read_at_nine_years() -> None:
    # Flesch-Kincaid grade (Kincaid and others, 1975); children of nine are in the fourth grade.
    for part, said in parts("en").items():
        length, weight = measure("en", said)
        assert (grade := 0.39 * length + 11.8 * weight - 15.59) <= 4.0, f"{part}: grade {grade:.1f}"


def test_french_is_read_at_nine_years() -> None:
    # Kandel and Moles (1958), Flesch's ease for French: from 80 on it is easy, the fourth and fifth year of school.
    for part, said in parts("fr").items():
        length, weight = measure("fr", said)
        assert (ease := 207 - 1.015 * length - 73.6 * weight) >= 80, f"{part}: ease {ease:.1f}"


def test_arabic_is_said_in_short_sentences() -> None:
    """No formula for Arabic is its field's choice; a short sentence is what they all reward."""
    for part, said in parts("ar").items():
        assert (length := sum(len(words(one)) for one in said) / len(said)) <= 10, f"{part}: {length:.1f} words"


def test_arabic_is_recorded_with_the_vowels_of_its_own_text() -> None:
    """The voice reads text with vowels; without its marks it is what the page and the form say, so neither drifts."""
    spoken = json.loads((PACKS / "ar" / "spoken.json").read_text("utf-8"))
    sounds = PACKS / "ar" / "sounds"
    recorded = {str(path.relative_to(sounds).with_suffix("")).removeprefix("page/") for path in sounds.rglob("*.ogg")}
    assert spoken.pop("only") and recorded == set(spoken), "all that is recorded has its vowels"
    own = arabic()
    for key, text in spoken.items():
        if not key.startswith("digit."):
            assert unmarked(text) == unmarked(own[key]), key
            assert 4 * len(re.findall(MARKS, text)) >= len(unmarked(text)), f"{key} has no vowels"


MARKS = "[\u064b-\u0652\u0670]"


def unmarked(text: str) -> str:
    return re.sub(MARKS, "", text)


def arabic() -> dict[str, str]:
    """What is said in Arabic, by the paths of its recordings without `page/`."""
    own = {}
    for area in (*AREAS, "sending"):
        texts = json.loads((PACKS / "ar" / f"{area}.json").read_text("utf-8"))
        own |= {f"{area}.{key}": text for key, text in texts.items()}
    for name in ("purposes", "services"):
        own |= {f"{name}.{code}": (entry.plain or entry.labels)["ar"] for code, entry in entries(name).items()}
    for code, entry in entries("clinical_windows").items():
        own |= {f"windows.{code}": entry.labels["ar"], f"windows.{code}.when": entry.facts["when"]["ar"]}
    form = ready("first_telling").phone
    for question in form["questions"]:
        own[path := f"first_telling/{question['name']}"] = question["label"]["ar"]
        own |= {f"{path}/{choice['code']}": choice["label"]["ar"] for choice in form["lists"].get(question["list"], [])}
    return own


@pytest.mark.parametrize("language", ["bm", "ff", "taq", "mey"])
def test_a_language_that_waits_for_a_speaker_says_nothing(language: str) -> None:
    assert [path.name for path in (PACKS / language).iterdir()] == ["pack.json"]
    assert json.loads((PACKS / language / "pack.json").read_text("utf-8"))["needs"] == "a native speaker"


def test_an_organisation_chooses_name_icon_and_where_leaving_leads(tmp_path: Path) -> None:
    icon = tmp_path / "notes.svg"
    icon.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>')
    (tmp_path / "notes-192.png").write_bytes(drawn := b"\x89PNG invented")
    harmless = tmp_path / "weather.html"
    chosen = {"AMANA_PAGE_NAME": "Market notes", "AMANA_PAGE_ICON": str(icon), "AMANA_EXIT": str(harmless)}
    build = ["node", "build.mjs", out := tmp_path / "out"]
    failed = subprocess.run(build, cwd=HOUSE / "intake", env=os.environ | chosen, capture_output=True)
    assert failed.returncode and b"weather.html" in failed.stderr, "nobody leaves for a page that is not there"
    harmless.write_text("<!doctype html><title>Weather</title><p>Dry until Friday.")
    subprocess.run(build, cwd=HOUSE / "intake", check=True, env=os.environ | chosen)
    page = (out / "index.html").read_text("utf-8")
    assert "<title>Market notes</title>" in page
    manifest = json.loads((out / "page.webmanifest").read_text("utf-8"))
    assert (manifest["name"], manifest["short_name"]) == ("Market notes", "Market notes")
    png, svg = manifest["icons"]
    assert (out / png["src"][1:]).read_bytes() == drawn and "M1%201h7v7z" in svg["src"] and svg["src"] in page
    assert (out / "weather.html").read_text() == harmless.read_text()
    assert "weather.html" in (out / "page.txt").read_text()
    assert any('"/weather.html"' in path.read_text("utf-8") for path in out.glob("main-*.js"))
    told = "".join(path.read_text("utf-8") for path in (*out.glob("*.html"), *out.glob("*.webmanifest")))
    assert not re.search("amana|testimon|violence|survivor", told, re.IGNORECASE), "nothing says what the page is for"


def test_an_organisation_adds_a_language_as_a_folder(tmp_path: Path) -> None:
    own = tmp_path / "packs" / "xx"
    own.mkdir(parents=True)
    about = {"tag": "xx", "name": "Invented", "direction": "rtl", "locale": "ar", "digits": "arab", "fallback": "fr"}
    (own / "pack.json").write_text(json.dumps(about))
    (own / "help.json").write_text(json.dumps({"title": "Zuru ba"}))
    (own / "vocabulary.json").write_text(json.dumps({"services.health": "Zuru health"}))
    environment = os.environ | {"AMANA_PACKS": str(tmp_path / "packs")}
    subprocess.run(["node", "build.mjs", tmp_path / "out"], cwd=HOUSE / "intake", check=True, env=environment)
    [first] = [path.read_text("utf-8") for path in (tmp_path / "out").glob("words-xx-*.js")]
    french = json.loads((PACKS / "fr" / "help.json").read_text("utf-8"))
    assert "Zuru ba" in first and "Zuru health" in first, "its own words"
    assert french["whereTitle"] in first, "and where it has none, those of its fallback"
    assert not list((tmp_path / "out").glob("words-bm-*.js")), "a pack without a sentence is not offered"
    (own / "help.json").write_text(json.dumps({"titel": "Zuru ba"}))
    failed = subprocess.run(
        ["node", "build.mjs", tmp_path / "out"], cwd=HOUSE / "intake", env=environment, capture_output=True
    )
    assert failed.returncode and b"help.titel" in failed.stderr
