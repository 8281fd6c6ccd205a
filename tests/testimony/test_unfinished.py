"""An account that broke off comes as one, marked as unfinished, and never beside the account that completes it."""

from datetime import date
from itertools import permutations

import pytest

from amana.testimony import actions, erasing, unfinished
from amana.testimony.models import Envelope, Erased, Testimony
from deskkit import sealed

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
ID = "AAAAAAAAAAAAAAAAAAAAAA"
BYTES = "application/octet-stream"


def piece(number: int, *files: tuple[str, bytes], answers: dict | None = None) -> bytes:
    named = {name: ("audio/webm", data) for name, data in files}
    return sealed(answers or {}, {}, kind="draft", files=named, draft={"id": ID, "number": number})


def parcel(*carried: bytes) -> bytes:
    return sealed({}, {}, kind="parcel", files={str(n): (BYTES, data) for n, data in enumerate(carried)})


def came(data: bytes) -> Envelope | None:
    return actions.keep(data, Envelope.Way.HUB, DAY)


@pytest.fixture
def draft() -> bytes:
    return parcel(
        piece(4, answers={"own_words": "as far as it was told"}),
        piece(3, ("voice-1.1.webm", b"second")),
        piece(2, ("voice-1.0.webm", b"first ")),
    )


def account(number: int = 9) -> bytes:
    return sealed({"own_words": "all of it"}, draft={"id": ID, "number": number})


def test_its_pieces_are_one_account_marked_as_unfinished(draft: bytes) -> None:
    came(draft)
    [row] = Testimony.objects.all()
    assert row.get_kind_display() == "Unfinished account" and not row.consents.exists()
    assert row.told["answers"] == {"own_words": "as far as it was told"}
    assert [bytes(each.content) for each in row.attachments.all()] == [b"first second"]
    assert row.told["attachments"][0]["name"] == "voice-1.webm"
    assert bytes(row.envelope.sealed) == draft


def test_it_may_lie_in_a_parcel_that_another_phone_carries_and_come_again(draft: bytes) -> None:
    came(parcel(draft, account()))
    came(draft)
    came(parcel(draft))
    assert sorted(Testimony.objects.values_list("kind", flat=True)) in (["account"], ["account", "draft"])
    shown = Testimony.objects.exclude(unfinished.is_completed())
    assert [row.kind for row in shown] == ["account"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_with_the_whole_account_there_is_one_whichever_comes_first(draft: bytes, order: tuple[int, ...]) -> None:
    # The second parcel is as of a phone that died between sending and forgetting: other bytes, the same draft.
    envelopes = [draft, account(), parcel(piece(2, ("voice-1.0.webm", b"first ")))]
    for place in order:
        came(envelopes[place])
    shown = Testimony.objects.exclude(unfinished.is_completed())
    assert [row.told["answers"]["own_words"] for row in shown] == ["all of it"]


def test_the_same_draft_sealed_anew_is_no_second_one(draft: bytes) -> None:
    came(draft)
    again = parcel(piece(4), piece(2, ("voice-1.0.webm", b"first ")))
    kept = came(again)
    assert Testimony.objects.count() == 1
    assert kept and not kept.sealed, "nothing is kept that erasing would not reach"


def test_one_piece_alone_is_an_unfinished_account() -> None:
    came(piece(1, answers={"own_words": "one line"}))
    assert [row.kind for row in Testimony.objects.all()] == ["draft"]


def test_erasing_the_account_erases_what_came_before_it_was_whole(draft: bytes, person) -> None:
    caseworker = person("caseworker")
    came(draft)
    came(account())
    row = actions.take_in_hand(caseworker, Testimony.objects.get(kind="account"))
    erasing.erase(caseworker, row)
    assert not Testimony.objects.exists()
    assert not Envelope.objects.exclude(sealed=b"").exists()
    assert Erased.objects.count() == 2
    assert came(draft) is None
