"""At a hub under a flood, the page does the work that is set, by itself, and what was told arrives."""

import pytest
from pagekit import WORDS, Site, arrived, send, tell
from playwright.sync_api import Page

from amana.errors import Problem
from amana.hub import command_send, pressure
from amana.sealing.ids import id_of

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def flooded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressure, "CALM", 1)


def test_an_account_arrives_at_a_pressed_hub(page: Page, site: Site) -> None:
    assert site.client.drop(site.desk.mailbox.id, site.desk.seal()) == 201
    asked: list[int] = []
    page.on("response", lambda answer: asked.append(answer.status) if answer.request.method == "PUT" else None)
    tell(page)
    send(page)
    arrived(page)
    assert asked[0] == 429 and asked[1:] == [202] * (len(asked) - 2) + [201]
    assert any(WORDS in opened.inside.answers.values() for opened in site.arrived())


def test_a_carried_file_arrives_at_a_pressed_hub(site: Site) -> None:
    box, carried = site.desk.mailbox, site.desk.seal()
    assert site.client.drop(box.id, site.desk.seal()) == 201
    command_send.drop(site.address.rstrip("/"), box.id, None, carried)
    assert id_of(carried) in [entry["id"] for entry in site.client.list(box)]


def test_what_else_a_hub_refuses_is_not_worked_for(site: Site) -> None:
    with pytest.raises(Problem) as raised:
        command_send.drop(site.address.rstrip("/"), id_of(b"nobody's"), None, site.desk.seal())
    assert raised.value.code == "hub.not_sent"
