"""Two desks in processes and homes of their own, and a real hub between them: what is agreed goes, its end follows.

Everything told here is invented.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from deskkit import hub_at

CLINIC, COURT = "The Invented Clinic", "The Invented Court"


class Desk:
    """One desk: `desk.sync()` is {"do": "sync"} there."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        environment = {**os.environ, "AMANA_DESK_HOME": str(home), "AMANA_DESK_DATABASE": "sqlcipher"}
        script = str(Path(__file__).with_name("desk_of_its_own.py"))
        self.process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def __getattr__(self, deed: str) -> Any:
        return lambda **asked: (self.send({"do": deed, **asked}), self.answer())[1]

    def send(self, asked: dict[str, Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Any:
        assert self.process.stdout
        said = json.loads(self.process.stdout.readline())
        assert "wrong" not in said, said["wrong"]
        return said["answer"]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def desks(tmp_path_factory) -> Iterator[tuple[Desk, Desk]]:
    """A clinic and a court that have noted each other, with the same digits on both sides; one hub serves both."""
    folder = tmp_path_factory.mktemp("desks")
    with ExitStack() as stack:
        clinic, court = Desk(folder / "clinic"), Desk(folder / "court")
        for desk in (clinic, court):
            stack.callback(desk.close)
            desk.send({"do": "start"})
        hub = stack.enter_context(hub_at(folder / "hub", clinic.answer(), court.answer()))
        of_clinic, of_court = clinic.publish(hub=hub), court.publish(hub=hub)
        assert clinic.add(name=COURT, link=of_court) == court.add(name=CLINIC, link=of_clinic)
        yield clinic, court


def talk(*desks: Desk, times: int = 2) -> None:
    """Each desk checks its hub, in turn."""
    for _ in range(times):
        for desk in desks:
            desk.sync()


def passed_on(clinic: Desk, *words: str, **more: Any) -> list[str]:
    """Accounts that are told, agreed to for the court by name, and shared with it, in one release."""
    accounts = [clinic.tell(words=each, **more)[0] for each in words]
    for account in accounts:
        clinic.agree(account=account, recipient=COURT)
    clinic.share(name=COURT, accounts=accounts)
    return accounts


def shares(desk: Desk) -> list[list[Any]]:
    """Of each share its state, its number, and whether the other desk has answered it."""
    found: list[list[Any]] = desk.look()["shares"]
    return found


def test_nothing_goes_before_both_have_compared(desks):
    clinic, court = desks
    clinic.confirm(name=COURT)
    talk(clinic, court)
    assert clinic.look()["heard"] == court.look()["heard"] == [False]
    account, _ = clinic.tell(words="of the ford")
    clinic.agree(account=account, recipient=COURT)
    with pytest.raises(AssertionError, match=r"partners\.not_in_force"):
        clinic.share(name=COURT, accounts=[account])
    court.confirm(name=CLINIC)
    talk(clinic, court)
    assert clinic.look()["heard"] == court.look()["heard"] == [True]
    assert clinic.look()["aside"] == court.look()["aside"] == []


def test_what_was_agreed_goes_and_what_ends_it_follows(desks):
    """Two accounts of one person and one of another: one withdrawn, one erased, one held back for a while."""
    clinic, court = desks
    (first, person), (other, _) = clinic.tell(words="of the river", sound=True), clinic.tell(words="of the well")
    second, _ = clinic.tell(words="of the market", person=person)
    for account in (first, second, other):
        clinic.agree(account=account, recipient=COURT)
    clinic.share(name=COURT, accounts=[first, second, other])
    talk(clinic, court)
    seen = court.look()
    assert {words: row[1:] for words, row in seen["accounts"].items()} == {
        "of the river": [False, True, ["OggS"]],
        "of the market": [False, True, []],
        "of the well": [False, True, []],
    }
    assert seen["people"] == 2 and seen["kept"] == 3
    assert shares(clinic) == [["shared", 1, True]] * 3

    clinic.agree(account=other, recipient=COURT, answer="withdrawn")
    clinic.erase(account=second)
    clinic.hold(person=person, held=True)
    talk(clinic, court)
    assert {words: row[1:3] for words, row in court.look()["accounts"].items()} == {"of the river": [True, False]}
    assert shares(clinic) == [["erased", 2, True], ["erased", 2, True], ["paused", 2, True]]

    clinic.hold(person=person, held=False)
    talk(clinic, court)
    assert court.look()["accounts"]["of the river"][1:3] == [False, True]

    clinic.erase(account=first)
    talk(clinic, court)
    assert court.look()["count"] == court.look()["kept"] == 0
    assert {state for state, _, _ in court.look()["came"]} == {"erased"}
    assert all(known for _, _, known in shares(clinic))


def test_what_was_taken_back_is_told_at_once_and_not_when_somebody_next_checks_the_hub(desks):
    clinic, court = desks
    [account] = passed_on(clinic, "of the orchard")
    assert clinic.at_once() and court.sync()["kept"] == 0, "an account goes when the hub is checked"
    talk(clinic, court)
    clinic.agree(account=account, recipient=COURT, answer="withdrawn")
    assert clinic.at_once()
    court.sync()
    assert "of the orchard" not in court.look()["accounts"]


def test_what_was_added_follows_only_once_it_was_approved_and_goes_with_its_account(desks):
    clinic, court = desks
    [account] = passed_on(clinic, "of the hill", receipt=True)
    clinic.add_words(account=account, words="of the hill, later")
    talk(clinic, court)
    assert list(court.look()["accounts"]) == ["of the hill"]
    clinic.share_added(account=account)
    talk(clinic, court)
    assert sorted(court.look()["accounts"]) == ["of the hill", "of the hill, later"]
    clinic.agree(account=account, recipient=COURT, answer="withdrawn")
    assert clinic.at_once()
    talk(court, clinic)
    assert court.look()["count"] == court.look()["kept"] == 0
    assert all(known for _, _, known in shares(clinic))


def test_what_the_hub_loses_is_sent_again_until_it_is_answered(desks):
    clinic, court = desks
    [account] = passed_on(clinic, "of the bridge")
    clinic.sync()
    assert court.lose() == 1
    talk(clinic, court)
    assert court.look()["count"] == 0 and ["shared", 1, False] in shares(clinic)
    assert clinic.later(days=1) == [True] and clinic.later(days=1) == []
    talk(court, clinic)
    assert "of the bridge" in court.look()["accounts"] and ["shared", 1, True] in shares(clinic)
    clinic.agree(account=account, recipient=COURT, answer="withdrawn")
    clinic.sync()
    assert court.lose() == 1 and clinic.later(days=1) == [True]
    court.sync()
    assert clinic.lose() == 1 and clinic.later(days=2) == [True], "an answer was lost: it is said again"
    talk(court, clinic)
    assert court.look()["count"] == 0
    assert all(known for _, _, known in shares(clinic))


def test_killed_at_any_moment_on_either_side_each_account_is_here_once_and_what_is_erased_is_gone(desks):
    clinic, court = desks
    told = passed_on(clinic, *(f"of the road {number}" for number in range(4)), sound=True)
    for patience in (0.3, 0.6, 0.9, 1.2):
        clinic.killed(patience=patience)
        court.killed(patience=patience)
    talk(clinic, court)
    assert sorted(court.look()["accounts"]) == [f"of the road {number}" for number in range(4)]
    assert court.look()["count"] == court.look()["kept"] == 4
    for account in told[:2]:
        clinic.erase(account=account)
    for patience in (0.3, 0.6, 0.9):
        clinic.killed(patience=patience)
        court.killed(patience=patience)
    talk(clinic, court, clinic)
    assert sorted(court.look()["accounts"]) == ["of the road 2", "of the road 3"]
    assert court.look()["kept"] == 2 and court.look()["aside"] == []
    assert all(known for _, _, known in shares(clinic))


def test_a_desk_that_put_a_backup_back_asks_anew_and_a_partner_that_ends_takes_all_back(desks):
    """The court's has an account that was erased since; the clinic's knows nothing of one that was shared since."""
    clinic, court = desks
    [account] = passed_on(clinic, "of the mill")
    talk(clinic, court)
    court.put_aside()
    clinic.erase(account=account)
    talk(clinic, court)
    before = court.look()
    assert "of the mill" not in before["accounts"]
    court.put_back()
    assert "of the mill" in court.look()["accounts"]
    court.ask_anew(name=CLINIC)
    talk(court, clinic, court)
    assert court.look() == before
    forgotten, _ = clinic.tell(words="of the barn")
    clinic.agree(account=forgotten, recipient=COURT)
    clinic.put_aside()
    clinic.share(name=COURT, accounts=[forgotten])
    talk(clinic, court)
    assert "of the barn" in court.look()["accounts"]
    clinic.put_back()
    clinic.ask_anew(name=COURT)
    talk(clinic, court, clinic)
    assert "of the barn" not in court.look()["accounts"]
    clinic.end(name=COURT)
    talk(clinic, court, clinic)
    assert court.look()["count"] == court.look()["kept"] == 0
    assert {state for state, _, _ in shares(clinic)} == {"erased"}
    assert all(known for _, _, known in shares(clinic))


def test_a_partner_that_was_ended_comes_again_by_a_new_comparison_and_what_it_had_stays_erased(desks):
    clinic, court = desks
    before = shares(clinic)
    clinic.add(name=COURT, link=court.link())
    with pytest.raises(AssertionError, match=r"partners\.not_in_force"):
        passed_on(clinic, "of the inlet")
    clinic.confirm(name=COURT)
    talk(clinic, court, clinic)
    assert shares(clinic) == before and {state for state, _, _ in before} == {"erased"}
    passed_on(clinic, "of the harbour")
    talk(clinic, court)
    assert list(court.look()["accounts"]) == ["of the harbour"]
