"""The leak check finds what the vault keeps, however spelled, and gives none of it away. All names are made up."""

import random
import re
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.folding import fold, near
from amana.release.leak import Hit, LeakCheck, Term

# One name a line as it may be written: each list is spellings of one name.
FIRST = [
    "Fatoumata Fatumata Fatoumatta Fatimata", "Aminata Aminatou Aminatta", "Mariam Maryam Mariama",
    "Aïssata Aissata Aysata", "Kadiatou Kadiatu Kadijatou", "Oumou Umu Oumu",
    "Djénéba Jeneba Djeneba",
    "Rokiatou Rokiatu Rokyatou", "Hawa Awa Haoua", "Ramata Ramatou Ramatta", "Mohamed Mouhamed Muhammad",
    "Ibrahima Ibrahim Ibraima",
    "Ousmane Usman Ousman", "Djibril Jibril Djibrill", "Souleymane Suleyman Soulaymane", "Yacouba Yakouba Yakuba",
    "Boubacar Bubakar Boubakar", "Moussa Musa Mousa", "Zeinabou Zeynabou Zeinabu", "Tahirou Tahiru Taïrou",
]  # fmt: skip
LAST = [
    "Traoré Trawore Traore", "Coulibaly Koulibali Kulibaly", "Diallo Jallo Dialo", "Ouattara Watara Wattara",
    "Keïta Keita Kéita", "Sidibé Sidibe Sidibbé", "Cissé Sissé Cisse", "Dembélé Dembele Denbélé",
    "Konaté Konate Konatté", "Sangaré Sangare Sanghare", "Maïga Maiga Mayga", "Touré Toure Tourré",
    "Samaké Samake Samaqué", "Dicko Diko Dickko",
    "Bagayoko Bagayogo Bagayokho", "Doumbia Dumbia Doumbya",
]  # fmt: skip
ARABIC = [("Mohamed Diallo", "محمد ديالو"), ("Fatoumata Keïta", "فاطوماتا كيتا"), ("Ousmane Traoré", "عثمان تراوري")]
PROSE = (
    "The report says that in the spring the road was closed. People who had come from the east told the clinic what "
    "they had seen, and asked for nothing. No date was given. A second group arrived at the camp in the night, and the "
    "team treated those who came. "
)


def vault(count: int, chance: random.Random) -> list[tuple[list[str], list[str]]]:
    pairs = [(first.split(), last.split()) for first in FIRST for last in LAST]
    return chance.sample(pairs, count)


def typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    letter = chance.choice("abdeiklmnorstu")
    return chance.choice(
        [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :],
         word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]]
    )  # fmt: skip


def altered(first: list[str], last: list[str], chance: random.Random) -> str:
    parts = [chance.choice(first), chance.choice(last)]
    if chance.random() < 0.3:
        place = chance.randrange(2)
        parts[place] = typo(parts[place], chance)
    if chance.random() < 0.3:
        parts.reverse()
    joint = chance.choice([" ", "-", ", ", " dite ", " bint "])
    return chance.choice([str, str.upper, str.lower, str.title])(joint.join(parts))


def test_nearly_every_altered_name_is_found_and_its_place_is_right(record_property):
    chance = random.Random(20260101)
    names = vault(200, chance)
    check = LeakCheck(Term(f"{first[0]} {last[0]}", "name") for first, last in names)
    found = tried = 0
    for first, last in names * 2:
        written = altered(first, last, chance)
        text = f"{PROSE}\n{written} {PROSE}"
        hits = [hit for hit in check.search(text) if hit.reason == "name"]
        tried += 1
        start = len(PROSE) + 1
        found += any(hit.start < start + len(written) and hit.end > start and hit.line == 2 for hit in hits)
    record_property("recall", found / tried)
    assert found / tried >= 0.95


def test_a_text_without_any_of_them_is_left_in_peace():
    chance = random.Random(7)
    check = LeakCheck(Term(f"{first[0]} {last[0]}", "name") for first, last in vault(300, chance))
    assert check.search(PROSE * 20) == []


@pytest.mark.parametrize(("latin", "arabic"), ARABIC)
def test_a_name_is_found_across_scripts(latin, arabic):
    assert [hit.reason for hit in LeakCheck([Term(latin, "name")]).search(f"قالت {arabic} ذلك")] == ["name"]
    assert [hit.reason for hit in LeakCheck([Term(arabic, "name")]).search(f"It was {latin} who said so.")] == ["name"]


def test_a_part_of_a_name_by_itself_is_pointed_out():
    check = LeakCheck([Term("Fatoumata Coulibaly", "name")])
    assert [hit.reason for hit in check.search("Then Fatumata left.")] == ["part_of_name"]
    assert check.search("Far from one another: Fatoumaja saw that on the road to the east Kulibajy stood.") == []


def test_a_nickname_and_a_phrase_and_a_phone_are_found():
    names = [Term("Tantie Djè", "name"), Term("Doudou", "name")]
    check = LeakCheck([*names, Term("the blue well", "word"), Term("+223 70 11 22 33", "number")])
    text = "Dudu lives near the Blue  Well.\nShe can be called on 00223 70-11-22-33 or 70112233, not 70112234."
    assert [(hit.line, hit.reason) for hit in check.search(text)] == [
        (1, "name"), (1, "word"), (2, "number"), (2, "number"),
    ]  # fmt: skip


def test_a_hit_holds_no_word():
    [hit] = LeakCheck([Term("Fatoumata Coulibaly", "name")]).search("Seen: Fatoumata Coulibaly.")
    assert hit == Hit(6, 25, 1, "name")
    assert not re.search("(?i)fatou|couli", repr(asdict(hit)))


@given(st.text(alphabet="abcdef", max_size=8), st.text(alphabet="abcdef", max_size=8))
def test_near_is_one_edit(one, other):
    edits = {one}
    for at in range(len(one) + 1):
        edits |= {one[:at] + one[at + 1 :]} | {one[:at] + letter + one[at:] for letter in "abcdef"}
        edits |= {one[:at] + letter + one[at + 1 :] for letter in "abcdef"} if at < len(one) else set()
        edits |= {one[:at] + one[at + 1] + one[at] + one[at + 2 :]} if at + 1 < len(one) else set()
    assert near(one, other) == (other in edits)


@given(st.text())
def test_folding_takes_any_text_and_case_never_matters(text):
    assert fold(text) == fold(text.casefold())


@given(st.text(), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_can_be_searched_and_hits_lie_inside_it(text, names):
    terms = [Term(name, kind) for name in names for kind in ("name", "word", "number")]
    for hit in LeakCheck(terms).search(text):
        assert 0 <= hit.start < hit.end <= len(text)
