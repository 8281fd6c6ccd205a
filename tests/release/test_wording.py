"""A brief's text cannot carry a figure of its own or be more certain than the source."""

import re
from pathlib import Path

import pytest
import yaml

import amana.release.brief
from amana.errors import Problem
from amana.events.folder import paragraphs
from amana.release.brief import wording
from amana.release.brief.compose import compose
from amana.release.brief.labels import labels, method
from amana.release.brief.minimum import documented

TEMPLATES = Path(amana.release.brief.__file__).parents[1] / "templates"


def refused(folder):
    with pytest.raises(Problem) as caught:
        compose(folder, documented(folder))
    return caught.value.code


def test_what_is_attributed_and_takes_its_figures_from_claims_is_written(small):
    folder = small("{a-witness} said that {road} {road.people} were assaulted, and {house} others. {silent}")
    text = compose(folder, documented(folder)).sections[0].paragraphs[0]
    told = "".join(run.text for run in text)
    assert told == "A witness said that 12 women were assaulted, and two others. The Front did not answer."
    assert [run.claim for run in text if run.claim] == ["road", "house"]


@pytest.mark.parametrize("figure", ["three", "dozens of", "Several", "a hundred"])
def test_a_figure_of_its_own_in_words_is_refused(small, figure):
    assert refused(small(f"{{a-witness}} said that {figure} women and {{road}} others fled.")) == "release.own_figure"


def test_a_figure_of_its_own_in_digits_is_refused(small):
    with pytest.raises(Problem):
        small("{a-witness} said that 12 women fled.")


@pytest.mark.parametrize(
    "text",
    ["{road} {road.people} were assaulted.", "{a-witness} said it was night. {road} {road.people} were assaulted."],
)
def test_an_allegation_that_nobody_says_is_refused(small, text):
    assert refused(small(text)) == "release.unattributed"


@pytest.mark.parametrize("word", ["proved", "confirmed", "guilty"])
def test_an_allegation_told_as_a_finding_is_refused(small, word):
    assert refused(small(f"{{a-witness}} {word} that {{road}} women fled.")) == "release.too_certain"


def test_a_claim_in_no_paragraph_is_refused(small):
    folder = small("{a-witness} said {road}.")
    assert folder.outline
    part = folder.outline.sections[0]
    paragraph = part.paragraphs[0].model_copy(update={"rests_on": ("road", "a-witness")})
    outline = folder.outline.model_copy(update={"sections": (part.model_copy(update={"paragraphs": (paragraph,)}),)})
    assert refused(folder.model_copy(update={"outline": outline})) == "release.left_out"


def test_a_placeholder_that_gives_nothing_is_refused(small):
    assert refused(small("{a-witness} said {house.parties}.")) == "release.placeholder"


def test_a_small_place_beside_a_small_number_is_refused(small):
    assert refused(small("{a-witness} said that in Little Hamlet {house} women fled.")) == "release.small_place"


def test_a_probable_party_is_never_told_as_certain(small):
    folder = small("{a-witness} said that {road.parties} harmed {road} {road.people}.")
    text = compose(folder, documented(folder)).sections[0].paragraphs[0]
    assert "probably Northern Front" in "".join(run.text for run in text)


def test_no_number_stands_in_the_words_around_the_text():
    for language in ("en", "fr"):
        for name, words in labels(language).items():
            if name not in ("numbers", "several"):
                assert not wording.own_figures(words, language), (name, words)
        for text in method(language):
            assert not wording.own_figures(text, language)


def test_no_number_stands_in_the_example_but_through_a_placeholder(mali):
    assert mali.outline
    texts = [paragraph.text for _, paragraph in paragraphs(mali.outline)]
    texts += [mali.outline.headline, *(section.title for section in mali.outline.sections)]
    assert [wording.own_figures(text, "en") for text in texts] == [[]] * len(texts)


def test_english_and_french_have_the_same_labels_and_places_for_values():
    for name, words in yaml.safe_load((TEMPLATES / "labels.yaml").read_text("utf-8")).items():
        assert set(words) == {"en", "fr"}, name
        slots = [sorted(re.findall(r"\{(\w+)\}", str(text))) for text in words.values()]
        assert slots[0] == slots[1], name
