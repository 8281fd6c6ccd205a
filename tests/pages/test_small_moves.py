"""The small moves that a script makes smoother: filters, asking once more; and that all of it works without one."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

import amana
import deskkit
from browserkit import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(chromium: Browser, live_server: Any, person: Any, opened_desk: object) -> Any:
    """Opens pages as somebody with every role but the administrator's, with or without scripts."""
    from amana.desk.policy import roles

    cookies = deskkit.session_of(person(*set(roles()) - {"administrator"}, name="Salma"))
    contexts = []

    def open_at(path: str, *, scripts: bool = True) -> Page:
        context = chromium.new_context(java_script_enabled=scripts, reduced_motion="reduce")
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_at
    for context in contexts:
        context.close()


def an_area() -> Any:
    from amana.care.models import Area

    return Area.objects.create(code="north", names={"en": "The north"})


def test_a_filter_changes_the_page_in_place_keeps_the_focus_and_stores_no_page(at: Any) -> None:
    page = at("/counting/")
    page.evaluate("window.same = true")
    page.locator("#by").focus()
    page.locator("#by").select_option("place")
    page.wait_for_url("**by=place**")
    page.locator("#lines").filter(has_text="Where").wait_for()
    assert page.evaluate("window.same === true")
    assert page.evaluate("document.activeElement.id") == "by"
    # An address, which holds nothing that was told, and no page.
    assert page.evaluate("Object.values(sessionStorage)") == ["/counting/?act=sexual&by=place"]
    assert page.evaluate("localStorage.length") == 0
    page.go_back()
    page.locator("#lines").filter(has_text="By whom").wait_for()


def test_what_cannot_be_taken_back_is_asked_once_more(at: Any) -> None:
    from amana.care.models import Area

    an_area()
    page = at("/care/areas/north")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Take it off").click()
    assert asked == ["Take this area off the list?"]
    assert Area.objects.exists()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Take it off").click()
    page.get_by_role("heading", name="Where help is").wait_for()
    assert not Area.objects.exists()


def test_without_scripts_the_same_is_done_by_buttons(at: Any) -> None:
    from amana.care.models import Area

    page = at("/counting/", scripts=False)
    # Nothing else would take the page off the screen of somebody who went away.
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == f"{settings.DESK_IDLE + 5};url=/"
    page.locator("#by").select_option("place")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**by=place**")
    an_area()
    page.goto(page.url.split("/counting/")[0] + "/care/areas/north")
    page.get_by_role("button", name="Take it off").click()
    page.get_by_role("heading", name="Where help is").wait_for()
    assert not Area.objects.exists()
    page.get_by_role("button", name="العربيّة").click()
    page.locator("html[dir=rtl]").wait_for()


def test_the_keyboard_alone_comes_to_everything_and_is_seen_where_it_is(at: Any) -> None:
    page = at("/care/new")
    wanted = page.evaluate(
        """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
           .filter(one => one.checkVisibility()).map((one, at) => { one.dataset.at = at; return at; })"""
    )
    come, seen = [], []
    for _ in wanted:
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(one => [Number(one.dataset.at), getComputedStyle(one).outlineStyle])(document.activeElement)"
        )
        come.append(told[0])
        seen.append(told[1])
    assert come == wanted, "Tab goes through the page in its order, and leaves nothing out"
    assert "none" not in seen
    page.goto(page.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


def test_a_page_that_a_browser_keeps_for_going_back_is_kept_empty(at: Any) -> None:
    page = at("/care/areas/new")
    assert page.get_by_role("heading").count()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.locator("#main").inner_text() == ""
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.get_by_role("heading", level=1).wait_for()


def test_on_a_phone_too_everyone_comes_to_what_they_sign_in_with(at: Any) -> None:
    page = at("/care/")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="Salma").click()
    page.wait_for_url("**/me")


def test_several_of_a_long_list_are_ticked_without_a_key_held_down_and_narrowed_by_what_is_typed(at: Any) -> None:
    from amana.parties.actions import keep_party

    for place, name in enumerate(("Éléphant brigade", "Heron column", *(f"Band {number}" for number in range(14)))):
        keep_party(None, {"id": f"band-{place}", "name": name, "kind": "armed_group", "source": "invented"})
    without = at("/parties/new", scripts=False)
    box = without.get_by_role("group", name="At war with")
    assert box.get_by_role("checkbox").count() == 16 and not box.get_by_role("searchbox").count()
    page = at("/parties/new")
    box = page.get_by_role("group", name="At war with")
    box.get_by_label("Heron column").check()
    field = box.get_by_role("searchbox", name="Show only those with")
    field.fill("elephant")
    # What is ticked stays in sight, or it would be sent unseen.
    shown = box.get_by_role("checkbox").evaluate_all("all => all.filter((one) => one.checkVisibility()).length")
    assert shown == 2 and page.locator("#said").inner_text() == "2 / 16"
    field.press("Tab")
    page.keyboard.press("Space")
    assert box.get_by_role("checkbox", checked=True).count() == 2
    field.press("Enter")
    assert page.url.endswith("/parties/new") and not page.locator(".wrong").count()


def test_on_a_phone_a_page_begins_with_what_it_is_for_and_nothing_is_moved_for_the_eye_alone(at: Any) -> None:
    page = at("/")
    rooms = page.get_by_role("navigation").get_by_role("link", name="Inbox")
    assert rooms.is_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    rooms.wait_for(state="hidden")
    assert page.locator("h1").bounding_box()["y"] < 200  # type: ignore[index]
    page.locator("details.rooms > summary").press("Enter")
    rooms.click()
    page.get_by_role("heading", name="Inbox").wait_for()
    page.set_viewport_size({"width": 1280, "height": 740})
    rooms.wait_for()
    assert at("/", scripts=False).get_by_role("navigation").get_by_role("link", name="Inbox").is_visible()
    styles = [path.read_text("utf-8") for path in (Path(amana.__file__).parent).rglob("static/**/*.css")]
    assert styles and not any(re.search(r"(?<![-\w])order:|(?:row|column)-reverse", style) for style in styles)
