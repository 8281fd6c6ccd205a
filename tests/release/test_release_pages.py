"""The room's pages, as people meet them."""

import html
import re

import pytest
from test_door import OUTLINE, desk, named  # noqa: F401

from amana.release.models import Release

pytestmark = pytest.mark.django_db


def form(**more):
    return {"purpose": "publication", "recipient": "the public", "outline": OUTLINE % "", "with_accounts": "on",
            "place": "", "first_day": "", "last_day": "", **more}  # fmt: skip


@pytest.fixture
def author(desk, signed_in):  # noqa: F811
    return signed_in("publisher", name="Salma")


@pytest.fixture
def second(signed_in):
    return signed_in("supervisor", name="Idris")


def drafted(author, **more):
    answer = author.post("/release/new", form(**more))
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def approve(client, url):
    digest = re.search(r'name="digest" value="(\w+)"', client.get(url).content.decode())
    return client.post(url, {"do": "approve", "digest": digest[1] if digest else ""})


def test_a_release_from_draft_to_files(author, second):
    url = drafted(author)
    assert "Approve the release" not in author.get(url).content.decode()
    read = second.get(f"{url}/draft")
    assert "Draft:" in read.content.decode() and "style-src 'sha256-" in read.headers["Content-Security-Policy"]
    assert author.get(f"{url}/files/brief.pdf").status_code == 403
    assert approve(second, url).status_code == 302
    page = author.get(url).content.decode()
    assert "brief.pdf" in page and "release.note" in page
    taken = author.get(f"{url}/files/brief.html")
    assert "attachment" in taken.headers["Content-Disposition"] and "Draft:" not in taken.content.decode()
    assert author.get(f"{url}/draft").status_code == 404


def test_the_text_to_start_from_can_be_kept_as_it_is(author):
    page = author.get("/release/new").content.decode()
    start = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])
    assert "{road} {road.unit}" in start
    assert "Leak check" in author.get(drafted(author, outline=start)).content.decode()


def test_the_author_is_refused_by_the_page_too(author):
    url = drafted(author)
    assert author.post(url, {"do": "approve", "digest": ""}).status_code == 403
    assert not Release.objects.get().approved


def test_a_hit_is_shown_by_its_place_and_resolved(author, second, desk):  # noqa: F811
    named(desk, "Fatoumata Coulibaly")
    url = drafted(author, outline=OUTLINE % " Fatoumata, a town, lies near.")
    page = author.get(url).content.decode()
    assert "part of a name" in page and "Coulibaly" not in page and "Fatoumata" not in page
    assert "every hit" in second.get(url).content.decode()
    key = re.search(r'name="key" value="(\w+)"', page)[1]
    author.post(url, {"do": "resolve", "key": key, "why": "It is a town."})
    assert "It is a town." in second.get(url).content.decode()
    assert approve(second, url).status_code == 302 and Release.objects.get().approved


def test_a_text_that_says_too_much_is_given_back_with_the_reason(author):
    answer = author.post("/release/new", form(outline="nothing"))
    assert answer.status_code == 422 and "brief.yaml" in answer.content.decode()
    url = drafted(author, outline=(OUTLINE % "").replace("said that", "proved that"))
    assert "proved" in author.get(url).content.decode()


@pytest.mark.parametrize("role", ["caseworker", "analyst", "investigator", "administrator"])
def test_others_see_nothing_of_it(author, signed_in, role):
    url = drafted(author)
    other = signed_in(role, name="Other")
    for address in ("/release/", "/release/new", url, f"{url}/draft", f"{url}/text", f"{url}/files/brief.pdf"):
        assert other.get(address).status_code == 403


def test_a_waiting_draft_is_shown_to_whoever_may_approve_it(author, second):
    drafted(author)
    assert "waits for a second person" in second.get("/").content.decode()
    assert "waits for a second person" not in author.get("/").content.decode()
