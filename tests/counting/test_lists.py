"""Lists are read as their owner meant them, or refused in a sentence; the order of rows never matters."""

import csv
import io
import time
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana.counting.columns_csv import columns_of
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists, read_rows
from amana.counting.records_csv import read_records
from amana.errors import Problem


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "lists.csv"
        path.write_bytes(text.encode("utf-8"))
        return path

    return write


def told(lists: Lists) -> dict[str, int]:
    return {
        "".join(map(str, history)): count for history, count in zip(lists.histories, lists.counts.tolist(), strict=True)
    }


def test_one_row_a_history_and_one_row_a_person_say_the_same(file) -> None:
    counted = read_lists(file("a,b,c,n\n1,0,0,2\n0,1,1,1\n"))[""]
    rows = read_lists(file("a;b;c\r\n1;0;0\r\nTRUE;0;0\r\n0;1;1\r\n"))[""]
    assert told(counted) == told(rows) == {"011": 1, "100": 2}
    assert counted.names == rows.names == ("a", "b", "c")
    assert counted.observed == 3
    assert counted.sizes == {"a": 2, "b": 1, "c": 1}
    assert counted.overlaps.tolist() == [[2, 0, 0], [0, 1, 1], [0, 1, 1]]


def test_row_names_a_mark_at_the_start_and_the_history_of_nobody_are_passed_over(file) -> None:
    read = read_lists(file('\ufeff"","a","b","Freq"\n"1",1,0,4\n"2",0,1,3\n"3",0,0,NA\n'))[""]
    assert (read.names, told(read)) == (("a", "b"), {"01": 3, "10": 4})


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\na;b;n\r\n1;0;4\r\n0;1;3\r\n",
        "\ufeffa;b;n;;\r\n1;0;4;;\r\n0;1;3;;\r\n;;;;\r\n",
        "a\tb\tn\n1.0\t0.0\t4.0\n0.0\t1.0\t3.0\n",
        "a;b;effectif\nVRAI;FAUX;4,0\nFAUX;VRAI;3,0\n",
        ",a,,b,n\n1,1,,0,4\n2,0,,1,3\n",
    ],
)
def test_what_spreadsheets_write_is_read_as_it_was_meant(file, text: str) -> None:
    assert told(read_lists(file(text))[""]) == {"01": 3, "10": 4}


@pytest.mark.parametrize("count", ["4.5", "1,131", "1.131", "1 131", "4.00", "1e3", "-4", "٤", "9999999999999"])
def test_a_count_that_could_be_another_number_is_never_guessed(file, count: str) -> None:
    with pytest.raises(Problem, match="line 2 is not a whole number of people"):
        read_lists(file(f"a;b;n\n1;0;{count}\n0;1;3\n"))


@pytest.mark.parametrize(
    "text", ["sep=;\na;b;n\n1;0;4\n0;1;x\n", "a,b,n\n\n1,0,4\n0,1,x\n0,1,x\n", '"a",b,n\n1,0,4\n0,"1",2\na,b,n\n']
)
def test_the_line_that_is_at_fault_is_the_file_s_own(file, text: str) -> None:
    with pytest.raises(Problem, match="line 4"):
        read_lists(file(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (",".join(f"L{at}" for at in range(400_000)) + "\n" + ",".join("1" * 400_000) + "\n", "many_columns"),
        ("a,b,c,n\n1,1,0,600000000\n1,0,1,600000000\n", "many_persons"),
        ("a,b,c\n" + "1,0,0\n" * 200_000 + "1,0,x\n", "not_a_list"),
        ('a,b,c\n"' + "1,0,0\n" * 300_000, "not_csv"),
    ],
)
def test_what_is_too_much_is_refused_at_once(file, text: str, code: str) -> None:
    began = time.process_time()
    with pytest.raises(Problem) as refused:
        read_lists(file(text))
    assert refused.value.code == f"counting.{code}"
    assert time.process_time() - began < 3


def test_hundreds_of_thousands_of_persons_are_read_as_quickly_as_their_histories(file) -> None:
    path = file("a,b,c\n" + "1,0,0\n0,1,1\n1,1,0\r\n" * 200_000 + "0,0,1")
    began = time.process_time()
    assert told(read_lists(path)[""]) == {"100": 200_000, "011": 200_000, "110": 200_000, "001": 1}
    assert columns_of(path)[1] == 600_001
    assert time.process_time() - began < 1


def test_rows_of_nobody_are_left_aside_only_where_a_list_is(file) -> None:
    text = "a,b,c,d,n\n1,0,0,0,4\n0,1,1,0,3\n0,0,0,1,2\n"
    assert told(read_lists(file(text), names=["a", "b", "c"])[""]) == {"011": 3, "100": 4}
    with pytest.raises(Problem, match="Line 4 tells of people who are on no list"):
        read_lists(file(text.replace("d", "age")), names=["a", "b", "c"], strata=["age"])


def test_strata_are_read_apart_and_lists_may_be_named(file) -> None:
    path = file("a,b,c,age,n\n1,0,0,young,5\n1,1,0,old,2\n0,0,1,old,7\n")
    read = read_lists(path, strata=["age"], names=["a", "b", "c"])
    assert {name: told(one) for name, one in read.items()} == {"old": {"001": 7, "110": 2}, "young": {"100": 5}}
    assert told(read_lists(path, names=["a", "b"])[""]) == {"10": 5, "11": 2}


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("a,b,n\n1,0,3\n", None, ""),
        ("a,b\n", "no_rows", "lists.csv"),
        ("a,b,n\n1,0\n", "uneven_row", "Line 2"),
        ("a,a,n\n1,0,3\n", "bad_header", "column 2"),
        ("a,,n\n1,0,3\n", "bad_header", ""),
        ("a,b,n\n1,,3\n", "not_a_mark", "line 2"),
        ("a,b,n\n1,0,3.5\n", "bad_count", "line 2"),
        ("a,b,n\n1,0,-3\n", "bad_count", "line 2"),
        ("a,b,n\n0,0,3\n", "on_no_list", "Line 2"),
        ("a,b,n,count\n1,0,3,3\n", "two_counts", "n, count"),
        ("a,b,persons seen\n1,0,3\n", "not_a_list", "Column 3"),
        ("a,b,where,n\n1,0,north,3\n", "not_a_list", "divides the people"),
        ("a,b,c\n1,0,0\n0,1,0\n", "rows_ambiguous", "each row is one person"),
        ('a,b,n\n"1,0,3\n', "not_csv", "UTF-8"),
        ("n\n3\n", "no_lists", "0 columns"),
    ],
)
def test_what_cannot_be_read_or_could_be_read_in_two_ways_is_said(file, text: str, code: str | None, said: str) -> None:
    if code is None:
        assert read_lists(file(text))
        return
    with pytest.raises(Problem) as refused:
        read_lists(file(text))
    assert refused.value.code == f"counting.{code}"
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"names": ["a", "a", "b"]}, "a"),
        ({"names": ["a", "b", "n"]}, "n"),
        ({"names": ["a", "b", "c"], "strata": ["c"]}, "c"),
        ({"strata": ["n"]}, "n"),
        ({"strata": ["a", "a"]}, "a"),
        ({"strata": ["a"], "count": "a"}, "a"),
    ],
)
def test_a_column_is_one_thing_alone_so_that_no_list_agrees_with_itself(file, asked: dict, column: str) -> None:
    with pytest.raises(Problem, match=f"The column {column} is asked for more than once"):
        read_lists(file("a,b,c,n\n1,0,0,1\n1,1,0,1\n0,1,1,1\n"), **asked)


def test_rows_are_not_persons_and_histories_at_once(file) -> None:
    with pytest.raises(Problem, match="--count, --persons cannot be asked for together"):
        read_lists(file("a,b,n\n1,0,1\n"), count="n", persons=True)


@pytest.mark.parametrize(
    ("records", "pairs", "said"),
    [
        ("r,A\ns,\n", "r,s,1\n", "Line 3 of the records"),
        (",A\ns,B\n", "s,s,1\n", "Line 2 of the records"),
        ("r,A\ns,B\n", "r,s,1.5\n", "Line 2 of the pairs"),
        ("r,A\ns,B\n", "r,s,nan\n", "Line 2 of the pairs"),
        ("r,A\ns,B\n", 'r,s,"0,9"\n', "Line 2 of the pairs"),
        ("".join(f"r{at},L{at}\n" for at in range(70)), "r0,r69,1\n", "at most 62"),
        ("r,A\ns,B\n", "r,s,1\nr,nobody,1\n", "Line 3 of the pairs names a record"),
    ],
)
def test_records_and_pairs_at_fault_are_said_with_their_line(
    tmp_path: Path, records: str, pairs: str, said: str
) -> None:
    (tmp_path / "records.csv").write_text(f"record,list\n{records}")
    (tmp_path / "pairs.csv").write_text(f"one,other,chance\n{pairs}")
    with pytest.raises(Problem, match=said):
        read_records(tmp_path / "records.csv", tmp_path / "pairs.csv")


def test_records_and_pairs_are_told_from_lists_and_each_file_is_named(tmp_path: Path) -> None:
    records, pairs = tmp_path / "records.csv", tmp_path / "pairs.csv"
    records.write_text("record,list\nr,A\ns,B\n")
    pairs.write_text("one,two,chance\nr,s,1\n")
    with pytest.raises(Problem, match="has no column other"):
        read_records(records, pairs)
    with pytest.raises(Problem, match="must name these: record, list"):
        read_records(pairs, pairs)
    for read in (read_lists, columns_of):
        with pytest.raises(Problem, match="holds records, not lists"):
            read(records)


def test_a_person_in_the_first_row_of_a_file_without_a_header_is_not_told_on(file) -> None:
    for text in ("Aminata,1,0\nFatou,0,1\n", "Aminata,Aminata,1\nFatou,0,1\n", "1,0,Aminata\n1,0,Fatou\n"):
        with pytest.raises(Problem) as refused:
            read_lists(file(text))
        assert "Aminata" not in str(refused.value)
        assert "Fatou" not in str(refused.value)


def test_a_file_that_is_missing_or_no_text_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        read_lists(tmp_path / "none.csv")
    (tmp_path / "sheet.csv").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(Problem, match="UTF-8"):
        read_lists(tmp_path / "sheet.csv")


HISTORIES = [history for history in product((0, 1), repeat=3) if any(history)]
SOME = st.lists(st.tuples(st.sampled_from(HISTORIES), st.integers(0, 50)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(SOME, st.randoms())
def test_the_order_of_rows_never_matters(rows: list[tuple[tuple[int, ...], int]], chance) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = (Lists.of("abc", [row for row, _ in some], [n for _, n in some]) for some in (rows, mixed))
    assert np.array_equal(one.histories, other.histories)
    assert np.array_equal(one.counts, other.counts)
    assert one.observed == sum(n for _, n in rows)
    assert one.table().sum() == one.observed


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from('01,"\n\r a'), max_size=40))
def test_lines_that_are_alike_are_read_together_as_if_each_were_read(tmp_path: Path, body: str) -> None:
    """Quotes may hold a line's end: the same line may then be a row, or a part of one."""
    (tmp_path / "rows.csv").write_bytes(f"a,b\n{body}".encode())
    try:
        each = list(csv.reader(io.StringIO(body, newline=""), strict=True))
    except csv.Error:
        each = [["not a csv"]]
    wanted = [tuple(cell.strip() for cell in row) for row in each if any(map(str.strip, row))]
    if not wanted or {len(row) for row in wanted} != {2}:
        with pytest.raises(Problem):
            read_rows(tmp_path / "rows.csv")
        return
    rows = read_rows(tmp_path / "rows.csv")[1]
    assert Counter(wanted) == sum((Counter({tuple(row.cells): row.times}) for row in rows), Counter())


CELL = st.one_of(st.sampled_from(["0", "1", "TRUE", "no", "", "NA", "7", "n", "a", "b"]), st.text(max_size=4))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=60), st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=6)), st.booleans())
def test_whatever_the_file_holds_it_is_lists_or_a_sentence(
    tmp_path: Path, told: bytes | list[list[str]], persons: bool
) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(told if isinstance(told, bytes) else "\n".join(map(",".join, told)).encode("utf-8", "replace"))
    for strata in ((), ("a",)):
        try:
            read = read_lists(path, strata=strata, persons=persons)
        except Problem as problem:
            assert str(problem).endswith(".")
        else:
            assert all(one.counts.min(initial=1) > 0 and one.histories.any(axis=1).all() for one in read.values())
