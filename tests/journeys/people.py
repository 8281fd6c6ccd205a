"""What the people of a journey do in their browsers: one on a phone, several at the desk."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from django_otp.oath import totp
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from amana.demo.building import read_people, second_factor_of
from browserkit import CHROMIUM, ENGINE, FLAGS, MICROPHONE, PATIENCE

STEP = 30
_shown: dict[str, float] = {}


@dataclass
class Demo:
    """A running demo: its folder, the phone's link, both desks' addresses, all that it printed, its environment."""

    folder: Path
    link: str
    desk: str
    partner: str
    printed: list[str] = field(repr=False)
    environment: dict[str, str] = field(repr=False)


def her_phone(playwright: Playwright, kept: Path) -> BrowserContext:
    """A phone, set to French; whatever its browser writes, it writes into the folder `kept`.

    The desk's database changes nothing of that, so it is the whole browser once: with SQLCipher.
    """
    phone = playwright.chromium.launch_persistent_context(
        str(kept),
        executable_path=ENGINE if os.environ.get("AMANA_TEST_DATABASE") else CHROMIUM,
        args=FLAGS + MICROPHONE,
        timeout=PATIENCE,
        viewport={"width": 360, "height": 740},
        locale="fr-FR",
        permissions=["microphone"],
    )
    phone.set_default_timeout(PATIENCE)
    return phone


def at_the_desk(browser: Browser, address: str, name: str) -> Page:
    """A colleague's own browser, signed in; the first to come opens the desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("dialog", lambda asked: asked.accept())
    people = read_people()
    page.goto(address)
    if page.get_by_label("Pass-phrase").count():
        page.get_by_label("Pass-phrase").fill(people["passphrase"])
        go(page, "Open the desk")
    page.get_by_label("Your name here").fill(name)
    page.get_by_label("Password").fill(people["password"])
    go(page, "Go on")
    page.get_by_label("Code").fill(code_of(name))
    go(page, "Sign in")
    page.get_by_role("heading", name="What needs you now").wait_for()
    return page


def code_of(name: str) -> str:
    """A code that the person's authenticator shows and did not show before, for none opens a desk twice; waits for it.

    Waits out the last seconds of a step as well.
    """
    while time.time() % STEP > STEP - 3 or _shown.get(name) == time.time() // STEP:
        time.sleep(0.5)
    _shown[name] = time.time() // STEP
    return f"{totp(second_factor_of(name)):06d}"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def go(page: Page, name: str, role: str = "button") -> None:
    """Press what leads to another page, and wait for that: what is looked at next is not of the one before."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()
