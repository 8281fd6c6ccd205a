"""What the page says can be read at about nine years of age, and a language is added as a folder, without code."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PACKS = HOUSE / "intake" / "packs"
AREAS = ("page", "help", "telling", "sending", "back", "carry")
VOWELS = {"en": r"[aeiouy]+", "fr": r"[aeiouyàâäéèêëîïôöùûüÿœæ]+"}


def sentences(language: str) -> list[str]:
    """Every sentence of the pack with more than three words, without what it leaves open."""
    found = []
    for area in AREAS:
        for said in json.loads((PACKS / language / f"{area}.json").read_text("utf-8")).values():
            text = said if isinstance(said, str) else said["other"]
            plain = re.sub(r"[{}«»“”]", "", text)
            found += [one for one in re.split(r"(?<=[.!?:…])\s+|\n", plain) if len(words(one)) > 3]
    return found


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
    length, weight = measure("en", sentences("en"))
    # Flesch-Kincaid grade (Kincaid and others, 1975); children of nine are in the fourth grade.
    grade = 0.39 * length + 11.8 * weight - 15.59
    print(f"\nEnglish: grade {grade:.1f}")
    assert 0 < grade <= 4.0


def test_french_is_read_at_nine_years() -> None:
    length, weight = measure("fr", sentences("fr"))
    # Kandel and Moles (1958), Flesch's ease for French: from 80 on it is easy, the fourth and fifth year of school.
    ease = 207 - 1.015 * length - 73.6 * weight
    print(f"\nFrench: ease {ease:.1f}")
    assert 80 <= ease <= 121


@pytest.mark.parametrize("language", ["bm", "ff", "taq", "mey"])
def test_a_language_that_waits_for_a_speaker_says_nothing(language: str) -> None:
    assert [path.name for path in (PACKS / language).iterdir()] == ["pack.json"]
    assert json.loads((PACKS / language / "pack.json").read_text("utf-8"))["needs"] == "a native speaker"


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
