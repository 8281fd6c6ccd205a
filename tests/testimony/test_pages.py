"""Who sees what: every role, every page, by its menu and by its bare address."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import strangerkit
from amana.desk.lock import lock
from amana.testimony import actions
from amana.testimony.cleaning import heard
from amana.testimony.custody.models import Row
from amana.testimony.models import IdentityRequest, Testimony
from deskkit import PLANTED, digits, keep, reply_to, sealed

pytestmark = pytest.mark.django_db
SOUND = strangerkit.sound("ogg")
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")


@pytest.fixture
def testimony():
    """One that agreed to be counted, and brought a recording and a file of an odd kind."""
    files = {"a.ogg": ("audio/ogg", SOUND), "page.html": ("text/html", b"<script>alert(1)</script>")}
    return keep(sealed({"own_words": PLANTED, "where": "near the well", "acts": {"refused": True}}, files=files))


def at(testimony: Testimony, more: str = "") -> str:
    return f"/testimony/{testimony.pk}{more}"


def shown(answer) -> str:
    """The page without the form tokens, which differ from one answer to the next, and without the address asked for."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|name="next" value="[^"]*"', "", answer.content.decode())


SEES = {
    # page: the roles that get it while nobody has the testimony in hand
    "/testimony/": {"caseworker", "supervisor"},
    "/testimony/countable": {"analyst"},
    "/testimony/check": {"caseworker", "supervisor"},
    "/testimony/kept-aside": {"caseworker", "supervisor"},
    "/testimony/identities": {"supervisor"},
    "PAGE": {"caseworker", "supervisor", "analyst"},
    "PAGE/identity": {"caseworker", "supervisor"},
    "SOUND": {"caseworker", "supervisor"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_page_for_each_role(signed_in, testimony, role):
    client = signed_in(role)
    sound = at(testimony, f"/attachments/{testimony.attachments.get(position=0).pk}")
    for page, roles in SEES.items():
        url = page.replace("PAGE", at(testimony)).replace("SOUND", sound)
        assert (client.get(url).status_code == 200) == (role in roles), (role, page)


@pytest.mark.parametrize("role", ROLES)
def test_own_words_are_for_those_who_may_look_after_her(signed_in, testimony, role):
    client = signed_in(role)
    pages = ["/", "/testimony/", "/testimony/countable", at(testimony), "/events/", "/counting/", "/care/"]
    seen = "".join(client.get(page).content.decode() for page in pages)
    assert (PLANTED in seen) == (role in {"caseworker", "supervisor"})


def test_an_analyst_sees_nothing_of_a_testimony_that_may_not_be_counted(signed_in):
    client = signed_in("analyst")
    silent = keep(sealed(consents={"care": "yes"}))
    assert client.get(at(silent)).status_code == 404
    assert silent.code not in client.get("/testimony/countable").content.decode()


def test_what_is_not_hers_and_what_does_not_exist_are_answered_alike(signed_in, testimony, person):
    actions.take_in_hand(person("caseworker", name="Other"), testimony)
    client = signed_in("caseworker")
    there, nowhere = client.get(at(testimony)), client.get("/testimony/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert (there.status_code, shown(there)) == (404, shown(nowhere))
    for do in ("take", "seen", "consent", "reply", "hand_over"):
        assert client.post(at(testimony), {"do": do}).status_code == 404
    assert client.get(at(testimony, "/identity")).status_code == 404
    assert client.post(f"/events/of/{testimony.pk}").status_code == 404


def test_who_opens_what_is_not_in_her_hands_stands_in_the_log(signed_in):
    row = keep(sealed())
    boss, ines = signed_in("supervisor", name="Boss"), signed_in("caseworker", name="Ines")
    for client in (boss, ines):
        client.get(at(row))
    client.post(at(row), {"do": "take"})
    client.get(at(row))
    seen = [r.entry for r in Row.objects.order_by("index") if r.entry.action == "testimony.viewed"]
    assert [(one.actor, one.subject) for one in seen] == [
        (f"user:{client.user.pk}", f"testimony:{row.pk}") for client in (boss, ines)
    ]


def test_the_day_that_a_phone_said_is_written_as_the_reader_writes_days(signed_in):
    """Digits and hyphens alone would be turned round beside Arabic words."""
    client, row = signed_in("caseworker"), keep(sealed(day="2026-03-01"))
    for language, day in (("en", "1 March 2026"), ("ar", "1 مارس 2026")):
        client.cookies["amana_language"] = language
        page = client.get(at(row)).content.decode()
        assert day in page and "2026-03-01" not in page


def test_a_caseworker_takes_answers_and_hands_over(signed_in, person):
    client = signed_in("caseworker")
    row = keep(sealed(back=reply_to(digits())))
    client.post(at(row), {"do": "take"})
    client.post(at(row), {"do": "seen"})
    client.post(at(row), {"do": "consent", "purpose": "publication", "answer": "yes", "way": "spoken"})
    client.post(at(row), {"do": "reply", "text": "We are here."})
    row.refresh_from_db()
    page = client.get(at(row)).content.decode()
    assert row.seen and row.handler == client.user
    assert "We are here." in page and "goes with the letter of" in page
    other = person("caseworker", name="Other")
    assert (
        client.post(at(row), {"do": "hand_over", "to": other.pk, "reason": "load"}).headers["Location"] == "/testimony/"
    )
    assert client.get(at(row)).status_code == 404


def test_a_refusal_is_shown_as_an_answer(signed_in, testimony):
    assert "Did not wish to say" in signed_in("caseworker").get(at(testimony)).content.decode()


def test_a_recording_plays_in_the_page_as_new_sound_and_what_could_run_is_not_opened(signed_in):
    files = {"voice": ("audio/webm", strangerkit.sound()), "page": ("text/html", b"<script>1</script>")}
    row = keep(sealed(files=files))
    client = signed_in("caseworker")
    sound, page = row.attachments.order_by("position")
    answer = client.get(at(row, f"/attachments/{sound.pk}"))
    assert answer.headers["Content-Type"] == "audio/ogg" and answer.content.startswith(b"OggS")
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    changed = client.get(at(row, f"/attachments/{sound.pk}?voice=changed"))
    assert changed.content.startswith(b"OggS") and changed.content != answer.content
    odd = client.get(at(row, f"/attachments/{page.pk}"))
    assert odd.status_code == 415 and b"<script>1" not in odd.content
    assert "is not opened here" in client.get(at(row)).content.decode()
    for asked, status, size in (
        ("bytes=0-3", 206, 4),
        ("bytes=9999999-", 416, 0),
        ("lines=1", 200, len(answer.content)),
    ):
        with CaptureQueriesContext(connection) as queries:
            part = client.get(at(row, f"/attachments/{sound.pk}"), headers={"Range": asked})
        assert (part.status_code, len(part.content)) == (status, size)
        assert not [one["sql"] for one in queries if '"content"' in one["sql"]], "what was sent is opened once"


def test_pages_are_looked_at_one_by_one(signed_in):
    row = keep(sealed(files={"letter": ("application/pdf", strangerkit.pdf(2))}))
    client, address = signed_in("caseworker"), at(row, f"/attachments/{row.attachments.get().pk}")
    assert f"{address}?part=1" in client.get(address).content.decode()
    assert client.get(f"{address}?part=1").headers["Content-Type"] == "image/jpeg"
    assert client.get(f"{address}?part=2").status_code == client.get(f"{address}?part=x").status_code == 404


@pytest.mark.parametrize("asked", ["", "?part=1"])
def test_no_way_of_asking_for_a_file_leaves_no_entry(signed_in, asked):
    """A later part, or all but the first byte, shows as much as the whole."""
    kind, made = ("application/pdf", strangerkit.pdf(2)) if asked else ("audio/webm", strangerkit.sound())
    way = {} if asked else {"Range": "bytes=1-"}
    row = keep(sealed(files={"a": (kind, made)}))
    file = row.attachments.get()
    address = at(row, f"/attachments/{file.pk}{asked}")

    def viewed() -> list[str]:
        entries = [one.entry for one in Row.objects.order_by("index")]
        return [one.actor for one in entries if one.action == "attachment.viewed"]

    clients = [signed_in("supervisor", name=name) for name in ("Salim", "Awa")]
    for client in clients:
        for _ in range(2):
            assert client.get(address, headers=way).status_code in (200, 206)
    assert viewed() == [f"user:{client.user.pk}" for client in clients], "once each: a player asks in pieces"
    heard.forget()
    clients[0].get(address, headers=way)
    assert len(viewed()) == 3 and heard.forget in lock.at_close


def test_an_attachment_is_not_reached_through_another_testimony(signed_in, testimony, person):
    actions.take_in_hand(person("caseworker", name="Other"), testimony)
    mine = keep(sealed())
    sound = testimony.attachments.get(position=0)
    assert signed_in("caseworker").get(at(mine, f"/attachments/{sound.pk}")).status_code == 404


def test_an_identity_is_shown_by_a_press_and_never_by_a_visit(signed_in, testimony):
    client = signed_in("caseworker")
    client.post(at(testimony), {"do": "take"})
    client.post(at(testimony, "/identity"), {"do": "write", "name": "Invented Name", "contact": "", "safe_contact": ""})
    assert "Invented Name" not in client.get(at(testimony, "/identity")).content.decode()
    assert "Invented Name" in client.post(at(testimony, "/identity"), {"do": "view"}).content.decode()
    assert [row.entry.action for row in Row.objects.all()].count("identity.viewed") == 1


def test_the_second_person_agrees_on_a_page(signed_in, testimony, person):
    hers = person("caseworker", name="A")
    actions.take_in_hand(hers, testimony)
    actions.write_identity(hers, testimony, "Invented Name", "", "")
    asks, agrees = signed_in("supervisor", name="B"), signed_in("supervisor", name="C")
    asks.post(at(testimony, "/identity"), {"do": "ask", "reason": "a court asks"})
    assert asks.post(at(testimony, "/identity"), {"do": "view"}).status_code == 403
    request = IdentityRequest.objects.get()
    assert "a court asks" in agrees.get("/testimony/identities").content.decode()
    agrees.post("/testimony/identities", {"request": request.pk})
    assert "Invented Name" in asks.post(at(testimony, "/identity"), {"do": "view"}).content.decode()
    assert asks.post(at(testimony, "/identity"), {"do": "view"}).status_code == 403


def test_titles_and_addresses_tell_nothing(signed_in, testimony):
    client = signed_in("caseworker")
    client.post(at(testimony), {"do": "take"})
    for url in (at(testimony), at(testimony, "/identity"), "/testimony/"):
        title = client.get(url).content.decode().split("<title>")[1].split("</title>")[0]
        assert PLANTED not in title and testimony.code not in title


def test_the_home_page_says_what_waits_without_naming_anyone(signed_in, testimony):
    page = signed_in("caseworker").get("/").content.decode()
    assert "1 testimony waits to be taken in hand" in page
    assert "testimony waits" not in signed_in("administrator", name="Boss").get("/").content.decode()


def test_what_did_not_open_is_shown_with_its_reason(signed_in):
    from datetime import date

    from amana.testimony.models import Envelope

    actions.keep(b"junk", Envelope.Way.FILE, date(2026, 3, 2))
    client = signed_in("caseworker")
    page = client.get("/testimony/kept-aside").content.decode()
    assert "This is not an age file" in page
    again = client.post("/testimony/kept-aside", {"envelope": Envelope.objects.get().pk})
    assert again.status_code == 422


def test_a_message_that_was_said_is_read_beside_the_account(signed_in):
    back = reply_to(digits())
    row = keep(sealed(back=back))
    keep(sealed({}, {}, kind="addition", text="I remember more", back=back))
    assert "I remember more" in signed_in("caseworker").get(at(row)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_check_says_plainly_what_came_of_it(signed_in, tmp_path):
    import time

    from amana.care.publishing import publish_card
    from amana.desk.lock import lock
    from amana.sealing.mailbox import Mailbox
    from amana.testimony.hub_client import Hub
    from deskkit import hub_at

    client = signed_in("caseworker")

    def checked() -> str:
        client.post("/testimony/check")
        for _ in range(1200):
            page = client.get("/testimony/check").content.decode()
            if "Looking at the hub" not in page:
                return page
            time.sleep(0.05)
        raise AssertionError("the check did not end")

    assert "no card at a hub yet" in checked()
    with hub_at(tmp_path / "store") as address:
        publish_card(None, address, {"en": "An invented desk"})
        Hub(address, lock.keys.card).drop(Mailbox(lock.keys.mailbox).id, sealed())
        assert "1 new testimony was opened and kept." in checked()
        assert "Nothing new." in checked()
