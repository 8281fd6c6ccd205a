"""A line that is cut, stalled or truncated at random 200 times, lying proxies, two tabs, a hub that stops:

nothing that was sealed is lost, nothing arrives twice, and every byte is the one that was sealed.
"""

import hashlib
import secrets
import time

import pytest
from line import Weather
from pagekit import Site, awaited
from playwright.sync_api import BrowserContext, Page

from amana.sealing import envelope
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside

pytestmark = pytest.mark.browser

CUTS = 200
SEAL = """(all) => new Promise((done, failed) => { indexedDB.open("page").onsuccess = ({ target }) => {
  const transaction = target.result.transaction("waiting", "readwrite");
  for (const { id, mailbox, bytes } of all) {
    const text = atob(bytes);
    const data = Uint8Array.from(text, (one) => one.charCodeAt(0));
    transaction.objectStore("waiting").put({ id, mailbox, token: null, bytes: data }, id);
  }
  transaction.oncomplete = () => { target.result.close(); done(); };
  transaction.onerror = failed;
} })"""
WAITING = """() => new Promise((done) => { indexedDB.open("page").onsuccess = ({ target }) => {
  target.result.transaction("waiting").objectStore("waiting").count().onsuccess = (found) => {
    target.result.close(); done(found.target.result);
  } } })"""
AGAIN = "dispatchEvent(new Event('online'))"
LIES = {
    "a page that asks to sign in": (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 26\r\nConnection: close\r\n\r\n"
        b"<h1>Welcome to WiFi</h1>\r\n"
    ),
    "an empty yes": b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "JSON that is none of ours": (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\nConnection: close\r\n\r\n"
        b'{"ok":true}'
    ),
    "a no that is not the hub's": (
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\n<h1/>"
    ),
    "a way elsewhere": (
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ),
}


def sealed(site: Site, size: int) -> tuple[bytes, str]:
    """An envelope with a recording of `size` random bytes, and the hash of those."""
    sound = secrets.token_bytes(size)
    inside = Inside(
        kind="account",
        form=None,
        language="en",
        day="2026-11-23",
        answers={},
        consents={},
        attachments=[envelope.attachment_of("voice-1.webm", "audio/webm", sound)],
        reply_to=None,
    )
    return envelope.seal(inside, [sound], [site.desk.recipient]), hashlib.sha256(sound).hexdigest()


def put(page: Page, site: Site, sizes: list[int]) -> list[str]:
    """Let sealed envelopes wait on the phone; gives the hashes of what is in them, sorted."""
    import base64

    made = [sealed(site, size) for size in sizes]
    described = [
        {"id": id_of(data), "mailbox": site.desk.mailbox.id, "bytes": base64.b64encode(data).decode()}
        for data, _ in made
    ]
    page.evaluate(SEAL, described)
    return sorted(told for _, told in made)


def heard(site: Site) -> list[str]:
    """The hashes of what the desk's key opens of all that arrived, sorted."""
    return sorted(hashlib.sha256(opened.attachments[0]).hexdigest() for opened in site.arrived())


def nothing_waits(page: Page, seconds: int = 60) -> None:
    for _ in range(seconds * 10):
        if page.evaluate(WAITING) == 0:
            return
        page.evaluate(AGAIN)
        page.wait_for_timeout(100)
    raise AssertionError("something still waits")


def test_two_hundred_random_cuts_lose_nothing_double_nothing_and_change_no_byte(page: Page, site: Site) -> None:
    page.wait_for_load_state("networkidle")
    weather = Weather(seed := secrets.randbelow(1 << 32))
    print(f"weather {seed}")
    # As much as 200 cuts need: a cut comes after 40 kB on average, and what arrived before it is not sent again.
    told = put(page, site, [100_000 + 40_000 * (n % 5) for n in range(16)])
    site.line.storm(weather)
    page.evaluate(AGAIN)
    began = time.monotonic()
    while weather.cuts < CUTS:
        assert time.monotonic() - began < 280, f"{weather.cuts} cuts; seed {seed}"
        page.wait_for_timeout(60)
        page.evaluate(AGAIN)
        if page.evaluate(WAITING) == 0:
            told = sorted(told + put(page, site, [180_000, 260_000]))
    site.line.storm(None)
    nothing_waits(page)
    assert heard(site) == told, f"seed {seed}"
    print(f"{weather.cuts} cuts, {len(told)} envelopes, {time.monotonic() - began:.0f} s")


def test_a_proxy_that_answers_in_the_hubs_stead_is_no_line(page: Page, site: Site) -> None:
    page.wait_for_load_state("networkidle")
    told: list[str] = []
    for lie, answer in LIES.items():
        told = sorted(told + put(page, site, [5_000, 100_000]))
        site.line.cut()
        site.line.mend()
        site.line.answer, before = answer, site.line.answered
        for _ in range(600):
            if site.line.answered > before + 1:
                break
            page.evaluate(AGAIN)
            page.wait_for_timeout(100)
        assert site.line.answered > before + 1, f"{lie} was asked for"
        page.wait_for_timeout(300)
        assert page.evaluate(WAITING) == 2, lie
        site.line.answer = None
        nothing_waits(page)
        assert heard(site) == told, lie


def test_two_tabs_send_each_part_once(page: Page, phone: BrowserContext, site: Site) -> None:
    other = phone.new_page()
    other.goto(site.address)
    other.get_by_role("heading", name="Lamp House").wait_for()
    for tab in (page, other):
        tab.wait_for_load_state("networkidle")
    told = put(page, site, [900_000])
    before = site.line.up
    for tab in (page, other):
        tab.evaluate(AGAIN)
    nothing_waits(page)
    assert heard(site) == told
    assert site.line.up - before < 1.2 * 900_000


def test_the_service_worker_sends_what_waits_after_the_page_was_closed(
    page: Page, phone: BrowserContext, site: Site
) -> None:
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_load_state("networkidle")
    told = put(page, site, [100_000])
    origin = site.address.rstrip("/")
    tools = phone.new_cdp_session(page)
    registrations: list[dict] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
    tools.send("ServiceWorker.enable")
    [registration] = awaited(page, lambda: {one["registrationId"] for one in registrations if not one["isDeleted"]})
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {"origin": origin, "registrationId": registration, "tag": "sync", "lastChance": False},
    )
    awaited(page, lambda: heard(site) == told)
    awaited(page, lambda: page.evaluate(WAITING) == 0)
