"""A desk's card and what it names: by the right key, never older, and nothing that is not named."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hubkit import DIRECTORY, FORM, Client, Desk, code, sha256

from amana.hub.cards import Cards
from amana.hub.store import Entry, Store
from amana.sealing import manifest
from amana.sealing.card import new_token, token_digest
from amana.sealing.ids import id_of
from amana.sealing.mailbox import GRACE

TOKEN = new_token()


def test_a_card_is_served_as_it_came(hub: Client, desk: Desk) -> None:
    path = f"/v1/cards/{desk.fingerprint}"
    served = hub.ask("GET", path)
    assert served.data == desk.card() and served.headers["content-type"] == "text/plain; charset=utf-8"
    assert hub.ask("GET", path, if_none_match=served.headers["etag"]).status == 304
    packed = hub.pool.request("GET", path, headers={"Accept-Encoding": "gzip"}, decode_content=False)
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.data) == desk.card()
    assert packed.headers["etag"] != served.headers["etag"]


def test_an_older_card_never_replaces_a_newer_one(hub: Client, desk: Desk) -> None:
    path = f"/v1/cards/{desk.fingerprint}"
    newer = desk.card(10, names={"en": "A newer name"})
    assert hub.ask("PUT", path, newer).status == 204
    assert hub.ask("PUT", path, newer).status == 204, "bringing it again changes nothing"
    for older in (desk.card(9), desk.card(10, names={"en": "Another"}), desk.card()):
        assert code(hub.ask("PUT", path, older)) == "hub.older_card"
    assert hub.ask("GET", path).data == newer


def test_only_the_desks_that_the_operator_named(hub: Client, desk: Desk) -> None:
    other = Desk()
    assert code(hub.ask("PUT", f"/v1/cards/{other.fingerprint}", other.card())) == "hub.unknown_desk"
    assert code(hub.ask("PUT", f"/v1/cards/{desk.fingerprint}", other.card(2))) == "sealing.other_desk"
    assert code(hub.ask("GET", f"/v1/cards/{other.fingerprint}")) == "hub.not_found"
    changed = desk.card(2).replace(b"invented", b"imagined")
    assert code(hub.ask("PUT", f"/v1/cards/{desk.fingerprint}", changed)) == "sealing.bad_signature"
    large = b"a" * ((1 << 20) + 1)
    assert code(hub.ask("PUT", f"/v1/cards/{desk.fingerprint}", large)) == "hub.too_large"


def test_only_files_that_the_card_names(hub: Client, desk: Desk) -> None:
    base = f"/v1/cards/{desk.fingerprint}/files"
    for data in (FORM, DIRECTORY):
        served = hub.ask("GET", f"{base}/{sha256(data)}")
        assert served.data == data and "immutable" in served.headers["cache-control"]
    assert code(hub.ask("PUT", f"{base}/{sha256(FORM)}", FORM)) == "sealing.not_signed"
    assert code(hub.ask("PUT", f"{base}/{sha256(FORM)}", FORM, seed=desk.mailbox.seed)) == "hub.not_yours"
    assert code(hub.ask("PUT", f"{base}/{sha256(FORM)}", DIRECTORY, seed=desk.seed)) == "hub.other_file"
    assert code(hub.ask("PUT", f"{base}/{sha256(b'x')}", b"x", seed=desk.seed)) == "hub.not_named"
    assert code(hub.ask("GET", f"{base}/{sha256(b'x')}")) == "hub.not_found"


def test_a_page_manifest_names_files_too(hub: Client, desk: Desk) -> None:
    page = {"index.html": b"<!doctype html>", "main.js": b"export {}"}
    note = manifest.make(page, desk.fingerprint, desk.seed)
    base = f"/v1/cards/{desk.fingerprint}/files"
    hub.publish(desk, desk.card(2, page=sha256(note)))
    script = page["main.js"]
    assert code(hub.ask("PUT", f"{base}/{sha256(script)}", script, seed=desk.seed)) == "hub.not_named"
    for data in (note, *page.values()):
        assert hub.ask("PUT", f"{base}/{sha256(data)}", data, seed=desk.seed).status == 204
    assert hub.ask("GET", f"{base}/{sha256(script)}").data == script


def test_a_new_mailbox_is_known_at_once(hub: Client, desk: Desk) -> None:
    moved = Desk(seed=desk.seed)
    sealed = moved.seal()
    assert code(hub.put_part(moved.mailbox.id, "a" * 52, 0, 1, sealed)) == "hub.not_found"
    hub.publish(desk, moved.card(2))
    assert hub.drop(moved.mailbox.id, sealed) == 201


def test_a_mailbox_that_no_card_names_any_more_takes_drops_for_a_while(hub: Client, place: str, desk: Desk) -> None:
    moved, limit = Desk(seed=desk.seed), {"sha256": token_digest(TOKEN), "per_day": 9}
    hub.publish(desk, moved.card(2, tokens=[limit]))
    assert hub.drop(desk.mailbox.id, desk.seal(), amana_token=TOKEN) == 201
    refused = hub.put_part(desk.mailbox.id, "a" * 52, 0, 1, desk.seal())
    assert code(refused) == "hub.token", "by the newest card, whose tokens hold"
    assert len(hub.list(desk.mailbox)) == 1 and hub.list(moved.mailbox) == []
    cards, today = Cards(Store(place), frozenset([desk.fingerprint])), datetime.now(UTC).date()
    for days, taken in ((GRACE.days, True), (GRACE.days + 2, False)):
        asyncio.run(cards.forget_mailboxes(today + timedelta(days=days)))
        asyncio.run(cards.put(desk.fingerprint, moved.card(2, tokens=[limit])))
        assert bool(asyncio.run(cards.of_mailbox(desk.mailbox.id))) is taken
        assert asyncio.run(cards.of_mailbox(moved.mailbox.id)), "the newest has no end"


def test_a_desk_alone_ends_its_earlier_mailbox_and_never_the_one_of_its_card(hub: Client, desk: Desk) -> None:
    moved, path = Desk(seed=desk.seed), f"/v1/cards/{desk.fingerprint}/mailboxes"
    waits = desk.seal()
    assert hub.drop(desk.mailbox.id, waits) == 201
    hub.publish(desk, moved.card(2))
    assert code(hub.ask("DELETE", f"{path}/{desk.mailbox.id}", seed=desk.mailbox.seed)) == "hub.not_yours"
    assert code(hub.ask("DELETE", f"{path}/{desk.mailbox.id}")) == "sealing.not_signed"
    assert hub.drop(desk.mailbox.id, desk.seal()) == 201
    for ended in (desk.mailbox.id, desk.mailbox.id, moved.mailbox.id):
        assert hub.ask("DELETE", f"{path}/{ended}", seed=desk.seed).status == 204
    assert code(hub.put_part(desk.mailbox.id, "a" * 52, 0, 1, desk.seal())) == "hub.not_found"
    assert hub.drop(moved.mailbox.id, moved.seal()) == 201
    assert hub.fetch(desk.mailbox, id_of(waits)).data == waits, "what waits there is still its holder's"


def test_signed_lists_of_sounds_and_pictures_name_files_too(hub: Client, desk: Desk) -> None:
    base = f"/v1/cards/{desk.fingerprint}/files"
    odk, places = b"<h:html/>", b'{"places":"amana-places/1"}'
    form = {"id": "first_telling", "version": "2", "phone": sha256(FORM), "odk": sha256(odk)}
    sounds, pictures = {"first_telling/acts.ogg": b"OggS"}, {"tent.svg": b"<svg/>"}
    heard, seen = (manifest.make(files, desk.fingerprint, desk.seed, manifest.MEDIA) for files in (sounds, pictures))
    wrong = manifest.make({"x.ogg": b"x"}, desk.fingerprint, desk.seed)
    named = {"fr": sha256(heard), "en": sha256(wrong)}
    members = {"forms": [form], "places": sha256(places), "pictures": sha256(seen), "sounds": named}
    hub.publish(desk, desk.card(2, **members), (FORM, DIRECTORY, odk, places))
    assert code(hub.ask("PUT", f"{base}/{sha256(b'OggS')}", b"OggS", seed=desk.seed)) == "hub.not_named"
    for data in (heard, seen, wrong, b"OggS", b"<svg/>"):
        assert hub.ask("PUT", f"{base}/{sha256(data)}", data, seed=desk.seed).status == 204
        assert hub.ask("GET", f"{base}/{sha256(data)}").data == data
    assert code(hub.ask("PUT", f"{base}/{sha256(b'x')}", b"x", seed=desk.seed)) == "hub.not_named", "a page's list"


def test_a_card_that_another_hub_replaces_while_it_is_read_is_not_missed(folder: Path, desk: Desk) -> None:
    class Overtaken(Store):
        async def read(self, name: str) -> bytes | None:
            if name == first:
                await self.keep(f"cards/{desk.fingerprint}/{2:016d}", desk.card(2))
                await self.forget([first])
            return await super().read(name)

    store, first = Overtaken(str(folder)), f"cards/{desk.fingerprint}/{1:016d}"

    async def newest() -> bytes:
        await store.keep(first, desk.card(1))
        note, _ = await Cards(store, frozenset([desk.fingerprint])).newest(desk.fingerprint)
        return note

    assert asyncio.run(newest()) == desk.card(2)


def test_who_looked_before_the_card_came_and_hears_late_does_not_hide_it(folder: Path, desk: Desk) -> None:
    class Late(Store):
        """The first who lists the cards hears what was there, but only once `heard` is set."""

        async def entries(self, name: str, after: str = "") -> AsyncIterator[Entry]:
            found = [entry async for entry in super().entries(name, after)]
            if not self.asked.is_set():
                self.asked.set()
                await self.heard.wait()
            for entry in found:
                yield entry

    async def publish() -> bool:
        store = Late(str(folder))
        store.asked, store.heard = asyncio.Event(), asyncio.Event()
        cards = Cards(store, frozenset([desk.fingerprint]))
        early = asyncio.create_task(cards.has(desk.fingerprint))
        await store.asked.wait()
        await cards.put(desk.fingerprint, desk.card())
        store.heard.set()
        await early
        await cards.put_file(desk.fingerprint, sha256(FORM), FORM)
        return await cards.file(desk.fingerprint, sha256(FORM)) == FORM

    assert asyncio.run(publish())
