"""A slip in reading or copying a code is noticed, and never leads to another person."""

from hypothesis import given
from hypothesis import strategies as st

from amana.testimony.pseudonym import ALPHABET, draw, read

codes = st.builds(draw)


@given(codes, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(code: str, at: int, other: str) -> None:
    plain = code.replace("-", "")
    wrong = plain[:at] + other + plain[at + 1 :]
    assert read(wrong) == (code if wrong == plain else None)


@given(codes, st.integers(0, 6))
def test_swapped_neighbours_are_noticed(code: str, at: int) -> None:
    plain = code.replace("-", "")
    wrong = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    assert read(wrong) == (code if wrong == plain else None)


@given(codes)
def test_case_and_spacing_do_not_matter(code: str) -> None:
    assert read(" ".join(code.lower())) == code


def test_codes_do_not_come_twice() -> None:
    """Of 2,000, two are alike once in some thousand times; three more would be no chance."""
    assert len({draw() for _ in range(2000)}) >= 1998
