"""What nobody finished is forgotten after seven days, counted in days; limits are no one's address."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hubkit import DIRECTORY, FORM, Client, Desk, code, running, sha256

from amana.hub.cards import Cards
from amana.hub.expiry import forget_unfinished
from amana.hub.letters import KEPT_DAYS, Letters
from amana.hub.store import Entry, Store
from amana.sealing.ids import id_of
from amana.sealing.parts import PART, split


def today() -> date:
    return datetime.now(UTC).date()


def test_unfinished_envelopes_are_forgotten_after_seven_days(hub: Client, place: str, desk: Desk) -> None:
    began = today()
    sealed, whole = desk.seal(size=2 * PART), desk.seal()
    parts, name, box = split(sealed), id_of(sealed), desk.mailbox
    assert hub.drop(box.id, whole) == 201
    for n in (0, 1):
        assert hub.put_part(box.id, name, n, len(parts), parts[n]).status == 202
    store = Store(place)
    asyncio.run(forget_unfinished(store, began + timedelta(days=7)))
    assert hub.parts(box.id, name) == {"whole": False, "parts": [0, 1]}
    asyncio.run(forget_unfinished(store, began + timedelta(days=9)))
    assert hub.parts(box.id, name) == {"whole": False, "parts": []}
    assert [entry["id"] for entry in hub.list(box)] == [id_of(whole)], "what is whole waits for its desk"


def test_files_that_no_card_names_any_more_are_forgotten(hub: Client, place: str, desk: Desk) -> None:
    newer = b'{"form":"a newer one"}'
    form = {"id": "first_telling", "version": "3", "phone": sha256(newer), "odk": None}
    hub.publish(desk, desk.card(2, forms=[form]), (newer, DIRECTORY))
    cards = Cards(Store(place), frozenset([desk.fingerprint]))
    path = f"/v1/cards/{desk.fingerprint}/files"
    asyncio.run(cards.forget_files(today()))
    assert hub.ask("GET", f"{path}/{sha256(FORM)}").status == 200
    asyncio.run(cards.forget_files(today() + timedelta(days=3)))
    assert code(hub.ask("GET", f"{path}/{sha256(FORM)}")) == "hub.not_found"
    assert hub.ask("GET", f"{path}/{sha256(newer)}").data == newer


def test_a_full_disk_is_said(hub: Client, place: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    if "://" not in place:
        monkeypatch.setattr("amana.hub.limits.DISK", 1 << 60)
    else:

        async def full(*_: object) -> None:
            raise OSError(28, "no space left on device")

        monkeypatch.setattr("amana.hub.store.Store.keep", full)
    sealed = desk.seal()
    assert code(hub.put_part(desk.mailbox.id, id_of(sealed), 0, 1, sealed)) == "hub.full"
    assert hub.list(desk.mailbox) == []


def test_an_emptied_mailbox_leaves_no_folder(tmp_path, desk: Desk) -> None:
    with running(str(tmp_path / "store"), [desk]) as hub:
        hub.publish(desk)
        sealed = desk.seal(size=PART)
        assert hub.drop(desk.mailbox.id, sealed) == 201
        assert hub.remove(desk.mailbox, id_of(sealed)) == 204
    assert not list((tmp_path / "store").rglob(f"*{desk.mailbox.id}*"))


def test_what_is_kept_anew_while_the_old_is_forgotten_stays(folder: Path) -> None:
    class Overtaken(Store):
        async def entries(self, *where: str) -> AsyncIterator[Entry]:
            async for entry in super().entries(*where):
                if entry.base == "answered":
                    await self.keep(entry.name, b"newer")
                yield entry

    store, long_ago = Overtaken(str(folder)), (datetime.now(UTC) - timedelta(days=KEPT_DAYS + 2)).timestamp()

    async def forget() -> list[bytes | None]:
        for name in ("letters/answered", "letters/left"):
            await store.keep(name, b"old")
            os.utime(folder / name, (long_ago, long_ago))
        await Letters(store).forget_old(today())
        return [await store.read("letters/answered"), await store.read("letters/left")]

    assert asyncio.run(forget()) == [b"newer", None]
