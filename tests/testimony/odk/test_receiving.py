"""From a phone with ODK Collect by a real hub to the desk: whatever the order and however often, one testimony."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from tests.testimony.odk.phone import PLANTED, fill, post, xml_of

from amana.care.publishing import publish_card
from amana.desk.lock import lock
from amana.sealing import envelope as envelopes
from amana.sealing import keys
from amana.testimony import actions, erasing, sync
from amana.testimony.consents import today
from amana.testimony.custody.models import Row
from amana.testimony.hub_client import Hub
from amana.testimony.models import Envelope, Erased, Testimony
from amana.testimony.odk.models import Post, Refusal, Submission
from amana.testimony.odk.settings import address
from deskkit import hub_at
from odkkit import file_part, noise, xml_part

pytestmark = pytest.mark.django_db
MEDIA = {"1.jpg": os.urandom(3_000), "2.m4a": os.urandom(20_000)}


@pytest.fixture
def desk(db, tmp_path):
    """The desk's side of a real hub, and the address that is typed into Collect."""
    with hub_at(tmp_path / "store") as hub:
        card = publish_card(None, hub, {"en": "An invented desk"}, per_day=1_000)
        yield Hub(hub, lock.keys.card, pause=0.01), address(card.hub, card.link)


def synced(desk) -> sync.Outcome:
    return sync.sync_from_hub(desk[0])


def contents(testimony: Testimony) -> dict[str, bytes]:
    names = [each["name"] for each in testimony.told["attachments"]]
    return dict(zip(names, [bytes(each.content) for each in testimony.attachments.order_by("position")], strict=True))


def test_one_post_is_one_testimony_with_its_answers_files_and_xml_as_received(desk):
    filled = fill(media=MEDIA)
    assert post(desk[1], *filled.whole()) == 201
    assert synced(desk).kept == 1
    testimony = Testimony.objects.get()
    assert (testimony.kind, testimony.told["answers"]) == ("account", {"q": PLANTED})
    assert testimony.told["form"] == {"id": "tea", "version": "1"}
    assert contents(testimony) == MEDIA | {"submission.xml": xml_of(filled.instance, f"<q>{PLANTED}</q>")}
    assert not testimony.consents.exists() and testimony.receipt == ""
    assert Row.objects.order_by("-index")[1].entry.action == "odk.submission_whole"


def test_posts_in_any_order_wait_for_one_another(desk):
    for order in permutations(range(3)):
        filled = fill(media=MEDIA)
        posts = filled.posts()
        for n, place in enumerate(order):
            assert post(desk[1], *posts[place]) == 201
            synced(desk)
            submission = Submission.objects.order_by("pk").filter(testimony=None).first()
            assert (submission is None) == (n == 2)
            if submission:
                missing = [name for at, name in enumerate(filled.files) if at not in order[: n + 1]]
                assert submission.missing == missing
    assert Testimony.objects.count() == 6 and Envelope.objects.filter(reason="").count() == 18


def test_of_twenty_at_once_there_is_one_testimony(desk):
    filled = fill(media=MEDIA)
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda _: post(desk[1], *filled.whole()), range(20)))
    assert sorted(statuses) == [201, *[202] * 19]
    synced(desk)
    assert Testimony.objects.count() == 1


def test_what_two_hubs_kept_twice_is_one_testimony(desk):
    """The hub's marks are gone, as after a week: the phone's repeats are wrapped anew."""
    filled = fill(media=MEDIA)
    for inside in (filled.posts()[0], filled.whole(), filled.whole(), filled.posts()[2]):
        actions.keep(_wrapped(*inside), Envelope.Way.FILE, today())
    assert Testimony.objects.count() == 1
    assert not Envelope.objects.exclude(reason="").exists()
    assert Post.objects.count() == 4


def _wrapped(*parts) -> bytes:
    """What a hub makes of a post."""
    from amana.hub.odk.keeping import wrapped

    named = [("submission.xml" if name == "xml_submission_file" else name, data) for name, _, _, data in parts]
    attachments = [envelopes.attachment_of(name, "application/octet-stream", data) for name, data in named]
    recipient = keys.recipient_of(keys.identity_from_seed(lock.keys.identity))
    return envelopes.seal(wrapped(None, attachments), [data for _, data in named], [recipient])


def test_an_xml_that_changed_between_posts_is_kept_aside_and_told(desk):
    first = fill(media=MEDIA)
    other = fill("<q>other</q>", MEDIA, instance=first.instance)
    assert [post(desk[1], *each) for each in (first.posts()[0], other.whole(), *first.posts()[1:])] == [201] * 4
    synced(desk)
    aside = Envelope.objects.exclude(reason="")
    if Testimony.objects.get().told["answers"] == {"q": PLANTED}:
        assert [each.reason for each in aside] == ["odk.changed"]
    else:  # Envelopes of one day come in no order: whichever came first holds.
        assert {each.reason for each in aside} == {"odk.changed"} and len(aside) == 3


def test_other_bytes_under_a_name_that_is_there_are_kept_aside(desk):
    filled = fill(media=MEDIA)
    actions.keep(_wrapped(*filled.posts()[0]), Envelope.Way.FILE, today())
    forged = _wrapped(xml_part(filled.manifest), file_part("1.jpg.enc", noise()))
    assert actions.keep(forged, Envelope.Way.FILE, today()).reason == "odk.changed"
    actions.keep(_wrapped(*filled.whole()), Envelope.Way.FILE, today())
    assert contents(Testimony.objects.get())["1.jpg"] == MEDIA["1.jpg"]


def test_what_does_not_open_is_kept_aside_and_tried_again(desk, person, monkeypatch):
    from dataclasses import replace

    from amana.desk import odk_key

    ours = lock.keys
    filled = fill()
    monkeypatch.setattr(lock, "_keys", replace(ours, odk=odk_key.draw()))
    kept = actions.keep(_wrapped(*filled.whole()), Envelope.Way.FILE, today())
    assert kept.reason == "odk.other_key" and not Submission.objects.exists()
    monkeypatch.setattr(lock, "_keys", ours)
    actions.open_again(person("caseworker"), kept)
    assert Testimony.objects.get().told["answers"] == {"q": PLANTED}


def test_a_file_that_was_damaged_is_told_of(desk):
    filled = fill()
    broken = {name: data[:-16] for name, data in fill("<q>" + "x" * 100 + "</q>").files.items()}
    kept = actions.keep(
        _wrapped(xml_part(filled.manifest), *(file_part(*each) for each in broken.items())),
        Envelope.Way.FILE,
        today(),
    )
    assert kept.reason in ("odk.broken", "odk.checksum")


@pytest.mark.parametrize("xml", [b"<data", b'<!DOCTYPE d [<!ENTITY e "x">]><data><q>&e;</q></data>', b"<a>" * 100])
def test_an_xml_that_is_none_is_kept_aside(desk, xml):
    kept = actions.keep(_wrapped(*fill(xml=xml).whole()), Envelope.Way.FILE, today())
    assert kept.reason == "odk.broken" and not Testimony.objects.exists()


def test_what_is_no_post_is_kept_aside(desk):
    wrong = [
        [("a", "a", "", b"no manifest")],
        [xml_part(b"<data/>")],
        [xml_part(fill().manifest), file_part("unlisted.enc", noise())],
    ]
    for parts in wrong:
        assert actions.keep(_wrapped(*parts), Envelope.Way.FILE, today()).reason == "odk.not_a_post"


def test_many_files_make_one_testimony(desk):
    media = {f"{n}.jpg": os.urandom(50) for n in range(40)}
    assert post(desk[1], *fill(media=media).whole()) == 201
    assert synced(desk).kept == 3
    assert len(contents(Testimony.objects.get())) == 41


def test_a_refusal_is_told_and_read(desk, signed_in):
    filled = fill(media=MEDIA)
    assert post(desk[1], *filled.whole(), file_part("1.jpg", MEDIA["1.jpg"])) == 422
    synced(desk)
    refusal = Refusal.objects.get()
    assert not Testimony.objects.exists() and not Submission.objects.exists()
    client = signed_in("caseworker")
    assert b"part of a form unencrypted" in client.get("/").content
    assert b"I have read this" in client.get("/odk/").content
    client.post("/odk/", {"refusal": refusal.pk})
    assert b"I have read this" not in client.get("/odk/").content
    assert b"part of a form unencrypted" not in client.get("/").content


def test_the_page_shows_what_is_missing_and_where_a_phone_sends(desk, signed_in):
    filled = fill(media=MEDIA)
    post(desk[1], *filled.posts()[0])
    synced(desk)
    client = signed_in("caseworker")
    page = client.get("/odk/").content.decode()
    assert desk[1] in page and "<svg" in page and "2.m4a.enc, submission.xml.enc" in page
    assert "1 form from ODK Collect waits for files" in client.get("/").content.decode()
    post(desk[1], *filled.whole())
    synced(desk)
    testimony = Testimony.objects.get()
    shown = client.get(f"/testimony/{testimony.pk}").content.decode()
    assert "nothing here shows who sent it" in shown and PLANTED in shown
    assert "2.m4a.enc" not in client.get("/odk/").content.decode()


def test_erasing_leaves_nothing_of_any_post_and_lets_none_come_again(desk, person):
    filled = fill(media=MEDIA)
    kept = [_wrapped(*each) for each in filled.posts()]
    for each in kept:
        actions.keep(each, Envelope.Way.FILE, today())
    caseworker = person("caseworker")
    testimony = actions.take_in_hand(caseworker, Testimony.objects.get())
    erasing.erase(caseworker, testimony)
    assert not any(model.objects.exists() for model in (Testimony, Envelope, Submission, Post))
    assert Erased.objects.count() == 3
    assert [actions.keep(each, Envelope.Way.FILE, today()) for each in kept] == [None] * 3
