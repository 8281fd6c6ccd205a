"""Pictures of estimates hold every figure in words, and no colour means anything."""

import re
from pathlib import Path
from xml.etree import ElementTree as Tree

import numpy as np

from amana.counting import chao, graphs
from amana.counting.estimate import Interval
from amana.counting.figure_hidden import draw
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.counting.pictures import MOST_HISTORIES, Line, intervals, svg, upset
from amana.errors import Problem

KOREA = read_lists(Path(__file__).parents[2] / "examples" / "hidden" / "korea.csv")[""]


def words(picture: str) -> list[str]:
    return ["".join(one.itertext()) for one in Tree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]


def test_every_interval_stands_in_figures_with_what_is_listed_and_what_was_refused() -> None:
    refusal = Problem("counting.no_overlap")
    picture = draw({"": {"graphs": graphs.fit(KOREA), "chao": chao.bound(KOREA), "latent-class": refusal}}, KOREA)
    told = words(picture)
    assert {"159 (123–388)", "130 (126–142)", "refused", "123 listed"} <= set(told)
    assert {"b (77)", "c (71)", "d (59)"} <= set(told)
    assert {"54", "41", "12", "6"} <= set(told)
    assert 'aria-label="graphs: 159 (123–388); chao: 130 (126–142); latent-class: refused"' in picture


def test_strata_are_drawn_side_by_side_even_where_none_can_be_estimated() -> None:
    refusal = Problem("counting.no_overlap")
    told = words(draw({"north": {"graphs": graphs.fit(KOREA)}, "south": {"graphs": refusal}}, None))
    assert {"north · graphs", "159 (123–388)", "south · graphs", "refused"} <= set(told)
    assert not any("listed" in word for word in told)
    assert "refused" in words(draw({"north": {"graphs": refusal}, "south": {"graphs": refusal}}, None))


def test_a_scale_that_is_no_ruler_says_so() -> None:
    for upper, said in ((500.0, "persons in all"), (50_000.0, "persons in all, on a logarithmic scale")):
        for narrow in (False, True):
            told = words(svg([intervals([Line("x", Interval(150, 110, upper))], 100, narrow=narrow)], ""))
            assert any(one.startswith(f"{said}dot: the middle") for one in told) and "150 (110–" in "".join(told)


def test_the_picture_is_black_and_white_and_asks_for_nothing() -> None:
    picture = draw({"": {"graphs": graphs.fit(KOREA)}}, KOREA)
    for red, green, blue in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", picture):
        assert max(int(red, 16), int(green, 16), int(blue, 16)) - min(int(red, 16), int(green, 16), int(blue, 16)) < 20
    assert not re.search(r'(href|src)="(?!#)', picture)
    assert "<script" not in picture


def test_names_are_written_as_text_and_many_combinations_are_summed_up() -> None:
    rng = np.random.default_rng(1)
    lists = Lists.of(["<b>&", "b", "c", "d", "e", "f"], (rng.random((900, 6)) < 0.4).astype(int), np.ones(900))
    told = words(svg([upset(lists, "Lists")], "x"))
    assert any(word.startswith("<b>& (") for word in told)
    left = len(lists.counts) - MOST_HISTORIES
    assert any(f"and {left} more combinations" in word for word in told)
