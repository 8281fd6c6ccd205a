"""No page shows a word that is said in one language alone: each is marked, translated, and compiled as it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from amana import catalogues
from amana.errors import Problem
from amana.vocabulary import FOLDER

ROOMS = Path(__file__).parents[2] / "src" / "amana"
# Briefs and reports are written in the language of their text, not of whoever reads the page.
WRITTEN = {"brief.html"}
TEMPLATES = sorted(path for path in ROOMS.rglob("templates/**/*.html") if path.name not in WRITTEN)
SHOWN = re.compile(r"(forms\w*|pages\w*|panels?|apps|waiting|urgent)\.py$")
PYTHON = sorted(path for path in ROOMS.rglob("*.py") if SHOWN.match(path.name) and "forms" not in path.parent.name)
MARKS = {"_", "gettext", "ngettext", "pgettext", "npgettext", "gettext_lazy", "ngettext_lazy", "Problem"}
HOW = "Mark it: {% translate '…' %}, {% blocktranslate trimmed %}; in Python gettext, or gettext_lazy as _."


def name(path: Path) -> str:
    return path.relative_to(ROOMS).as_posix()


def blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\x00", found[0])


def unmarked_in(source: str) -> Iterator[str]:
    """What of a template is neither a tag nor marked: text, and the attributes that are read out or shown."""
    for gone in (
        r"\{% blocktrans.*?endblocktrans\w* %\}|\{% comment.*?endcomment %\}|\{% block shape %\}.*?\{% endblock %\}",
        r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}",
        r"<(code|style|svg)\b[^>]*>.*?</\1>|<[^>]*\btranslate=\"no\"[^>]*>[^<]*|&\w+;|\bAmana\b|\bUTC\b|\brelease\.note\b",
    ):
        source = re.sub(gone, blank, source, flags=re.S)
    for line, text in enumerate(source.split("\n"), 1):
        said = re.findall(r'\b(?:title|aria-label|alt|placeholder|data-label)="([^"]*)"', text)
        for words in (*said, *re.split(r"<[^>]*>|\x00+", text)):
            if re.search(r"[A-Za-z]{2}", words):
                yield f"line {line}: {words.strip()}"


def unmarked_of(tree: ast.AST) -> Iterator[str]:
    """Strings that read as words for people, and are no argument of gettext. Annotations and docstrings are none."""
    if isinstance(tree, ast.Call) and getattr(tree.func, "id", getattr(tree.func, "attr", "")) in MARKS:
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str) and reads_as_words(tree.value):
        yield f"line {tree.lineno}: {tree.value!r}"
    skipped = {"annotation", "returns"}
    for field, child in ast.iter_fields(tree):
        for node in child if isinstance(child, list) else [child]:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if isinstance(node, ast.AST) and field not in skipped and not docstring:
                yield from unmarked_of(node)


def reads_as_words(text: str) -> bool:
    """A capital and small letters, or a sentence; no header, no value of one, no template's name."""
    header = re.fullmatch(r"[A-Z][a-z]+(-[A-Z][a-z]+)+|Range", text) or re.search(r"='|=\"|'none'|src |charset=", text)
    return not header and bool(re.match(r"[A-Z][a-z]+\b", text) or re.search(r"[a-z,;] [a-z]", text))


def test_every_word_of_a_template_is_marked() -> None:
    found = [f"{name(path)}, {each}" for path in TEMPLATES for each in unmarked_in(path.read_text("utf-8"))]
    assert not found, HOW + "\n" + "\n".join(found)


def test_every_word_of_a_form_a_page_or_the_menu_is_marked() -> None:
    found = [f"{name(path)}, {each}" for path in PYTHON for each in unmarked_of(ast.parse(path.read_text("utf-8")))]
    assert not found, HOW + "\n" + "\n".join(found)


def test_every_choice_that_a_model_offers_is_marked() -> None:
    found = [
        f"{name(path)}, {each}"
        for path in sorted(ROOMS.rglob("models.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "attr", "") == "TextChoices" for base in node.bases)
        for choice in node.body
        if isinstance(choice, ast.Assign) and isinstance(choice.value, ast.Tuple)
        for each in unmarked_choice(choice.value)
    ]
    assert not found, HOW + "\n" + "\n".join(found)


def unmarked_choice(choice: ast.Tuple) -> Iterator[str]:
    if isinstance(choice.elts[1], ast.Constant):
        yield f"line {choice.lineno}: {choice.elts[1].value!r}"


@pytest.fixture(scope="module")
def shown():
    return {message.id for message in catalogues.shown() if message.id}


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_catalogue_has_each_word_and_no_other(language: str, shown: set[object]) -> None:
    kept = catalogues.kept(language)
    ids = {message.id for message in kept if message.id}
    how = f"Run ./amana words, then fill in what it leaves empty in {name(catalogues.po(language))}, and run it again."
    assert ids >= shown, f"Not in the catalogue: {sorted(map(str, shown - ids))}\n{how}"
    assert ids == shown, f"Said by no page any more: {sorted(map(str, ids - shown))}\n{how}"
    assert not (empty := list(catalogues.untranslated(kept))), f"Not translated: {empty}\n{how}"
    compiled = catalogues.po(language).with_suffix(".mo").read_bytes()
    assert compiled == catalogues.compiled(kept), f"The compiled catalogue is an older one.\n{how}"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_fills_in_the_same_values_and_keeps_the_same_tags(language: str) -> None:
    for message in catalogues.kept(language):
        if message.id:
            one, *more = message.id if isinstance(message.id, tuple) else (message.id,)
            wanted = {*parts(one)}.union(*map(parts, more))
            for said in message.string if isinstance(message.string, tuple) else (message.string,):
                # "One waits" needs no digit, nor does Arabic's dual.
                spared = {"%(count)d", "%(count)s", "%(number)s", "%(more)s", "{count}"} if more else set()
                assert wanted ^ set(parts(said)) <= spared, (one, said)


def parts(text: str) -> list[str]:
    return re.findall(r"%\(\w+\)[sd]|\{\w+\}|</?[a-z]+[^>]*>", text)


def told_in(part: object, where: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each text of a part of the vocabulary, by where it stands: its wording in each language that it is told in."""
    if isinstance(part, dict):
        if isinstance(part.get("en"), str):
            yield where, part
        for name, each in part.items():
            yield from told_in(each, f"{where} {name}")


def vocabulary() -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from told_in(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), path.name)


def test_labels_and_the_errors_of_pages_are_told_in_every_language_of_the_desk() -> None:
    languages = {"en", *catalogues.LANGUAGES}
    # What goes wrong with a form that is made is told at the command line, which speaks English and French.
    desk = {"errors.yaml forms.bad_submission", "errors.yaml forms.other_form"}
    told_in_all = ((where, told) for where, told in vocabulary() if where in desk or " forms." not in where)
    texts = [(where, set(told)) for where, told in told_in_all]
    missing = [f"{where}: {', '.join(sorted(languages - told))}" for where, told in texts if languages - told]
    assert not missing, "Say it there too, in vocabulary/:\n" + "\n".join(missing)


def test_french_is_set_as_french_is() -> None:
    """A space that never breaks stands before a high mark, before a per cent and inside quotes."""
    said = [
        each
        for message in catalogues.kept("fr")
        if message.id
        for each in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert not [each for each in said if "'" in each]
    # The phone's own lists are recorded as they stand, and forms for ODK are made of them.
    spared = ("form_words.yaml", "clinical_windows.yaml")
    said += [told["fr"] for where, told in vocabulary() if "fr" in told and not where.startswith(spared)]
    assert not (loose := [each for each in said if re.search(r"[^\s:;?!] (?:[:;?!»]|%(?!\())|« ", each)]), loose


def test_what_is_put_into_arabic_turns_nothing_round() -> None:
    """Each value stands between U+2068 and U+2069: a code, a name or a day beside it would else change places."""
    said = [
        re.sub(r"<[^>]*>", "", each)
        for message in catalogues.kept("ar")
        if message.id
        for each in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    loose = r"(?<!\u2068)(%\(\w+\)[sd]|\{\w+\})|(%\(\w+\)[sd]|\{\w+\})(?!\u2069)"
    assert not [each for each in said if re.search(loose, each)]
    assert "\u206817\u2069" in Problem("sealing.many_recipients", count=17).say("ar")
    assert Problem("sealing.many_recipients", count=17).say("fr").startswith("17 ")
