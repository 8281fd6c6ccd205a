"""Every list that the loader reads is a tree with sources, English and French labels, and honest marks."""

import pytest

from amana.vocabulary import FOLDER, ancestors, entries, label

LISTS = [
    "acts", "party_kinds", "place_kinds", "claim_verbs", "units", "case_states", "purposes", "guardians",
    "may_have_harmed", "meeting_ways", "interpreters", "telling_outcomes", "risk_levels", "task_kinds",
    "handover_reasons", "closing_reasons", "reopening_reasons", "missing_states", "seekers", "languages",
    "told_to_survivor", "referral_outcomes", "referral_ways", "referral_urgency", "referral_shares", "referral_answers",
    "referral_page", "services",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_has_a_source_and_labels_and_a_parent_that_exists(name: str) -> None:
    for code, entry in entries(name).items():
        assert entry.source, code
        assert {"en", "fr"} <= set(entry.labels), code
        assert entry.under is None or entry.under in entries(name), code
        assert set(entry.unchecked) >= set(entry.labels) - {"en"}, code


def test_axes_never_meet() -> None:
    roots = {code: ancestors("acts", code)[-1] for code in entries("acts")}
    assert set(roots.values()) == {"crsv", "gbvims", "icc", "other"}
    assert all(code.split(".")[0] == root for code, root in roots.items())


def test_violations_of_every_kind_stand_beside_sexual_violence_with_their_source_in_three_languages() -> None:
    others = {code.removeprefix("other."): one for code, one in entries("acts").items() if code.startswith("other.")}
    assert {"killing", "torture", "abduction", "disappearance", "pillage", "displacement", "missing"} <= set(others)
    assert all({"en", "fr", "ar"} <= set(entry.labels) and entry.source for entry in others.values())
    assert not any(entry.facts.get("sexual") for entry in others.values())


def test_labels_fall_back_to_english_and_plain_words_are_preferred_only_when_asked() -> None:
    assert label("acts", "crsv.rape", "fr") == "Viol"
    assert label("acts", "crsv.rape", "xx") == "Rape"
    assert label("acts", "crsv.rape", "en", plain=True) != "Rape"
    assert label("acts", "crsv.gang_rape", "en", plain=True) == "Gang rape"
    assert FOLDER.is_dir()


def test_every_un_form_has_plain_words_for_the_phone() -> None:
    forms = [entry for entry in entries("acts").values() if entry.under == "crsv"]
    assert len(forms) == 9
    assert all({"en", "fr"} <= set(entry.plain) for entry in forms)
