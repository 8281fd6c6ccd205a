"""Full phones, wrong clocks, killed browsers, hubs started anew, files carried for others: nothing lost or doubled."""

from base64 import encodebytes
from pathlib import Path

import pytest
from hubkit import running
from pagekit import WORDS, Site, arrived, awaited, press, send
from playwright.sync_api import BrowserContext, Page, Playwright
from test_line_cuts import AGAIN, WAITING, heard, nothing_waits, put, sealed
from test_line_drafts import begin, kill, phone_at, wait_for_pieces, write

pytestmark = pytest.mark.browser

FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...what) {
    const request = put.apply(this, what);
    if (this.name === "waiting") this.transaction.abort();
    return request;
  };
}"""
"""What a browser does when the disk is full: it aborts. Its own way to feign that (CDP, Storage) no longer does."""


def test_a_full_phone_keeps_it_in_memory_says_so_and_sends_it_once(page: Page, site: Site) -> None:
    begin(page, site)
    write(page)
    press(page, "Stop here")
    page.evaluate(FULL)
    site.line.cut()
    send(page)
    page.get_by_text("This phone does not keep it").wait_for()
    assert page.evaluate(WAITING) == 0
    site.line.mend()
    page.evaluate(AGAIN)
    arrived(page)
    assert [WORDS in opened.inside.answers.values() for opened in site.arrived()] == [True]
    # What it was before it was whole is forgotten once it has arrived.
    wait_for_pieces(page, there=False)


@pytest.mark.parametrize("now", ["1970-01-02", "2015-06-01", "2071-03-04"])
def test_a_clock_that_is_years_off_keeps_nothing_from_arriving(phone: BrowserContext, site: Site, now: str) -> None:
    page = phone.new_page()
    page.clock.set_system_time(now)
    begin(page, site)
    write(page)
    press(page, "Stop here")
    send(page)
    arrived(page)
    [opened] = site.arrived()
    assert opened.inside.day == now and WORDS in opened.inside.answers.values()


def test_a_browser_killed_while_it_sends_goes_on_where_it_was(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with phone_at(playwright, profile) as phone:
        page = phone.new_page()
        page.goto(site.link)
        page.wait_for_load_state("networkidle")
        told = put(page, site, [400_000, 200_000])
        site.line.cut_after = site.line.up + 250_000
        page.evaluate(AGAIN)
        awaited(page, lambda: site.line.up >= site.line.cut_after)
        kill(profile)
    site.line.mend()
    before = site.line.up
    with phone_at(playwright, profile) as phone:
        page = phone.new_page()
        page.goto(site.address)
        nothing_waits(page)
        assert heard(site) == told
    assert site.line.up - before < 500_000, "what had arrived did not go over the line again"


def test_a_hub_that_starts_anew_in_the_middle_goes_on_as_well(page: Page, site: Site) -> None:
    page.wait_for_load_state("networkidle")
    told = put(page, site, [400_000])
    site.line.cut_after = site.line.up + 150_000
    page.evaluate(AGAIN)
    awaited(page, lambda: site.line.up >= site.line.cut_after)
    with running(str(site.store), [site.desk], site.built) as hub:
        site.line.target = ("127.0.0.1", int(hub.address.split(":")[1]))
        site.line.mend()
        nothing_waits(page)
        assert heard(site) == told


def test_another_phone_carries_what_it_can_neither_read_nor_count(page: Page, site: Site, tmp_path: Path) -> None:
    first, one = sealed(site, 5_000)
    second, other = sealed(site, 60_000)
    armoured = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + encodebytes(second) + b"-----END AGE ENCRYPTED FILE-----\n"
    names = {"info.age": first, "again.age": first, "info.txt": armoured, "song.mp3": b"ID3 no envelope"}
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
    press(page, "Carry locked messages for someone")
    page.get_by_role("heading", name="Carry for someone").wait_for()
    page.locator("input[type=file]").set_input_files([tmp_path / name for name in names])
    page.get_by_text("3 locked files were taken").wait_for()
    page.get_by_text("1 file was not taken").wait_for()
    nothing_waits(page)
    assert heard(site) == sorted((one, other))
