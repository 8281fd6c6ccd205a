"""The index in memory: it answers as the rows are, and nothing of it outlives them."""

from collections.abc import Iterable
from contextlib import nullcontext, suppress

import numpy as np
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from amana.desk.lock import lock
from amana.desk.search import index, sealed
from amana.desk.search import memory as memories
from amana.desk.search.memory import Memory, memory
from amana.desk.search.sealed import Matching

WORDS = [bytes([0xE0 + number]) * 8 for number in range(6)]
HELD = st.frozensets(st.sampled_from(WORDS), max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), st.integers(0, 9), HELD),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("erase"), st.integers(0, 9)),
        st.tuples(st.just("ask"), st.lists(st.frozensets(st.sampled_from(WORDS), min_size=1, max_size=2), max_size=3)),
    ),
    max_size=40,
)


class Table:
    """Rows by key as the database has them: each with its id, which a change makes another, and who wrote it."""

    def __init__(self) -> None:
        self.rows: dict[int, tuple[int, int, frozenset[bytes]]] = {}
        self.drawn = 0

    def keep(self, key: int, held: frozenset[bytes]) -> None:
        self.drawn += 1
        self.rows[key] = self.drawn, self.drawn, held

    def written(self, since: int, but: Iterable[int]):
        # The last transaction counts as not over: what is of it is asked for again.
        found = [("k", pk, by, b"".join(sorted(held))) for pk, by, held in self.rows.values() if by >= since]
        return self.drawn, iter([[one for one in found if one[1] not in set(but)]])

    def ids(self) -> set[int]:
        return {pk for pk, _, _ in self.rows.values()}


@pytest.fixture(scope="module")
def small():
    """Parts so small that a few rows make several, and that they are joined."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memories, "FEW", 2)
        patch.setattr(memories, "PART", 8)
        yield


def known(of: Memory) -> tuple[set[int], set[int]]:
    """The ids and the tokens that it has."""
    ids: set[int] = set()
    tokens: set[int] = set()
    for kind in (known for everything in of._held for known in everything.kinds.values()):
        ids |= {int(pk) for part in kind.parts for pk in part.ids} | set(kind.few)
        tokens |= {int(token) for part in kind.parts for token in part.tokens}
        tokens |= {int(one) for held in kind.few.values() for one in np.frombuffer(held, ">u8")}
    return ids, tokens


@given(steps=STEPS)
def test_it_answers_as_the_rows_are_whatever_was_written_changed_and_removed(opened_desk, small, steps):
    table, held = Table(), Memory()
    for what, *said in [*steps, ("ask", []), *(("ask", [[word]]) for word in WORDS)]:
        if what == "keep":
            table.keep(*said)
        elif what == "ask":
            wanted = {pk for pk, _, has in table.rows.values() if all(has & set(group) for group in said[0])}
            assert set(held.as_of_now(table.written).having("k", said[0]).tolist()) & table.ids() == wanted
        else:
            table.rows.pop(said[0], None)
            if what == "erase":
                held.only(lambda kind: sorted(table.ids()))
                ids, tokens = known(held)
                there = {int.from_bytes(word) for _, _, has in table.rows.values() for word in has}
                assert ids <= table.ids() and tokens <= there


def test_nothing_of_it_is_left_when_the_lock_closes_also_while_it_is_learnt(opened_desk):
    assert memory.forget in lock.at_close
    table, held = Table(), Memory()
    table.keep(1, frozenset(WORDS))
    held.as_of_now(table.written)
    assert known(held)[0] == {1}

    def closing(since, but):
        last, documents = table.written(since, but)
        held.forget()
        return last, documents

    held.as_of_now(closing)
    assert known(held) == (set(), set())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", [False, True], ids=["a transaction", "a part of one"])
def test_what_is_undone_after_somebody_asked_for_it_is_not_found_where_another_row_has_its_place(opened_desk, part):
    def answers(word: bytes) -> list[str]:
        return sorted(Matching(index.as_of_now(), "k", [[word]]).keys())

    sealed.keep([("k", "stays", frozenset(WORDS[:1]))])
    with suppress(ZeroDivisionError), transaction.atomic() if part else nullcontext(), transaction.atomic():
        sealed.keep([("k", "undone", frozenset(WORDS[1:2]))])
        assert answers(WORDS[1]) == ["undone"]
        raise ZeroDivisionError
    sealed.keep([("k", "other", frozenset(WORDS[2:3]))])
    assert [answers(word) for word in WORDS[:3]] == [["stays"], [], ["other"]]


@pytest.mark.django_db(transaction=True)
def test_who_asks_after_all_was_undone_does_not_make_the_next_undoing_forget_what_was_learnt(opened_desk):
    with suppress(ZeroDivisionError), transaction.atomic():
        sealed.keep([("k", "undone", frozenset(WORDS[:1]))])
        raise ZeroDivisionError
    learnt = index.as_of_now()
    with suppress(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert index.as_of_now() is learnt
