"""ODK clients at the hub: what OpenRosa asks of a server, and that nothing plain is ever kept (spec/odk.md).

Many cases are those of kobotoolbox/openrosa-server-tests and of ODK Central's own tests of submissions, in our words;
what the client makes of each answer is as ODK Collect's source has it.
"""

import asyncio
import csv
import hashlib
import io
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hubkit import PLANTED, Client, Desk, sha256

from amana.hub import pressure
from amana.hub.odk import post
from amana.hub.odk.marks import forget_marks
from amana.hub.store import Store
from amana.sealing import bundle, envelope
from amana.sealing.card import new_token, token_digest
from amana.sealing.places import Gazetteer
from odkkit import INCOMPLETE, OPENROSA, STANDARD, file_part, manifest, multipart, new_instance, noise, xml_part

PHONE = b'{"form":"amana-form/2"}'
XFORM = b"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Tea &amp; bread</h:title><model><instance><data id="listening" version="1"><q/></data></instance>
<instance id="other"><root id="no"/></instance></model></h:head><h:body/></h:html>"""
FORMS = [{"id": "listening", "version": "1", "phone": sha256(PHONE), "odk": sha256(XFORM)}]
SUBMISSION = "submission.xml.enc"
LISTED = "{http://openrosa.org/xforms/xformsList}"


class Collect:
    """ODK Collect, as a server notices it: 204, 201 and 202 alone are a yes; of the rest it shows the message."""

    def __init__(self, hub: Client, desk: Desk, token: str = "") -> None:
        self.hub = hub
        self.base = f"/odk/{desk.fingerprint}{f'/{token}' if token else ''}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str):
        answer = self.hub.ask(method, f"{self.base}/{path}?deviceID=collect%3Aabc", body, **headers, **OPENROSA)
        assert answer.headers["x-openrosa-version"] == "1.0" and "date" in answer.headers
        return answer

    def post(self, *parts) -> int:
        return self.answer(*parts)[0]

    def answer(self, *parts) -> tuple[int, str]:
        """Status, and the words that Collect would show."""
        body, kind = multipart(*parts)
        return self.said(self.ask("POST", "submission", body, Content_Type=kind))

    def said(self, answer) -> tuple[int, str]:
        root = ElementTree.fromstring(answer.data)
        assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        return answer.status, root[0].text or ""


@pytest.fixture
def place(folder: Path) -> str:
    """What concerns stores is in test_odk_stores.py."""
    return str(folder)


@pytest.fixture
def collect(hub: Client, desk: Desk) -> Collect:
    hub.publish(desk, desk.card(serial=2, forms=FORMS), files=(PHONE, XFORM))
    return Collect(hub, desk)


def opened(hub: Client, desk: Desk) -> list[envelope.Opened]:
    """Every envelope that waits for the desk."""
    found = [hub.fetch(desk.mailbox, each["id"]).data for each in hub.list(desk.mailbox)]
    return [envelope.open_([desk.identity], sealed) for sealed in found]


def files_of(some: envelope.Opened) -> dict[str, bytes]:
    return dict(zip([each.name for each in some.inside.attachments], some.attachments, strict=True))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_form_list_and_the_forms_are_those_of_the_card(collect: Collect) -> None:
    answer = collect.ask("GET", "formList")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{LISTED}xforms"
    [form] = [{field.tag.removeprefix(LISTED): field.text for field in each} for each in root]
    assert (form["formID"], form["version"], form["name"]) == ("listening", "1", "Tea & bread")
    assert form["hash"].startswith("md5:") and len(form["hash"]) == 36
    address = f"http://{collect.hub.address}"
    assert form["downloadUrl"].startswith(f"{address}{collect.base}/forms/")
    fetched = collect.hub.ask("GET", form["downloadUrl"].removeprefix(address) + "?deviceID=x", **OPENROSA)
    assert (fetched.status, fetched.data, fetched.headers["x-openrosa-version"]) == (200, XFORM, "1.0")
    assert collect.ask("GET", f"forms/{sha256(PHONE)}").status == 404


def test_a_form_that_asks_for_places_gets_the_cards_gazetteer(hub: Client, desk: Desk) -> None:
    entries = [["n", "Northland", None, None, []], ["n1", 'Tea, "the" market', "n", "1.5,2", ["Tee"]]]
    places = bundle.write(Gazetteer(source="invented", entries=entries))
    asking = XFORM.replace(b"<root id", b"<x/></instance><instance id='places' src='jr://file-csv/places.csv'><root id")
    forms = [FORMS[0] | {"odk": sha256(asking)}]
    card = desk.card(serial=2, forms=forms, places=sha256(places))
    hub.publish(desk, card, files=(PHONE, asking, places))
    collect = Collect(hub, desk)
    [address] = [
        each.text for each in ElementTree.fromstring(collect.ask("GET", "formList").data).iter(f"{LISTED}manifestUrl")
    ]
    answer = collect.ask("GET", address.partition(collect.base)[2].lstrip("/"))
    of = "{http://openrosa.org/xforms/xformsManifest}"
    [file] = [{each.tag.removeprefix(of): each.text for each in media} for media in ElementTree.fromstring(answer.data)]
    fetched = collect.ask("GET", file["downloadUrl"].partition(collect.base)[2].lstrip("/"))
    assert file["filename"] == "places.csv" and file["hash"] == f"md5:{hashlib.md5(fetched.data).hexdigest()}"
    rows = list(csv.reader(io.StringIO(fetched.data.decode())))
    assert rows == [["name", "label"], ["n", "Northland"], ["n1", 'Tea, "the" market (Northland)']]


def test_a_list_names_https_where_the_host_is_no_loopback(collect: Collect) -> None:
    answer = collect.ask("GET", "formList", Host="hub.example")
    assert b"<downloadUrl>https://hub.example/odk/" in answer.data
    assert collect.ask("GET", "formList", Host="a/b").status == 404


def test_head_says_204_and_how_much_a_post_may_hold(collect: Collect) -> None:
    answer = collect.ask("HEAD", "submission")
    assert (answer.status, answer.headers["x-openrosa-accept-content-length"]) == (204, "10485760")
    assert "location" not in answer.headers


def test_a_new_submission_is_201_and_the_same_again_202(collect: Collect, hub: Client, desk: Desk) -> None:
    xml, sealed = manifest(), noise()
    sent = xml_part(xml), file_part(SUBMISSION, sealed)
    status, said = collect.answer(*sent)
    assert status == 201 and "encrypted" in said
    assert collect.post(*sent) == 202
    [kept] = opened(hub, desk)
    assert files_of(kept) == {"submission.xml": xml, SUBMISSION: sealed}
    assert (kept.inside.kind, kept.inside.form, kept.inside.answers, kept.inside.day) == ("odk", None, {}, None)


def test_what_comes_slowly_is_kept_in_the_mailbox_of_the_card_of_now(collect: Collect, hub: Client, desk: Desk) -> None:
    moved = Desk(seed=desk.seed, identity=desk.identity)
    body, kind = multipart(xml_part(manifest()), file_part(SUBMISSION, noise()))
    line = HTTPConnection(hub.address)
    line.putrequest("POST", f"{collect.base}/submission")
    for name, value in {**OPENROSA, "Content-Type": kind, "Content-Length": str(len(body))}.items():
        line.putheader(name.replace("_", "-"), value)
    line.endheaders(body[:64])
    time.sleep(0.3)
    hub.publish(desk, moved.card(serial=3, forms=FORMS), files=())
    line.send(body[64:])
    assert line.getresponse().status == 201
    line.close()
    assert hub.list(desk.mailbox) == [] and len(opened(hub, moved)) == 1


def test_the_standards_namespace_is_taken_as_well(collect: Collect) -> None:
    assert collect.post(xml_part(manifest(namespace=STANDARD)), file_part(SUBMISSION, noise())) == 201


def test_files_may_come_late_and_be_sent_again(collect: Collect, hub: Client, desk: Desk) -> None:
    xml = manifest(media=("1.jpg.enc", "2.jpg.enc"))
    first, second, last = (
        file_part("1.jpg.enc", noise()),
        file_part("2.jpg.enc", noise()),
        file_part(SUBMISSION, noise()),
    )
    assert collect.post(xml_part(xml)) == 201
    assert collect.post(xml_part(xml)) == 202
    assert collect.post(xml_part(xml), first, INCOMPLETE) == 201
    assert collect.post(xml_part(xml), first, second) == 201
    assert collect.post(xml_part(xml), second, first) == 202
    assert collect.post(xml_part(xml), last) == 201
    names = {name for each in opened(hub, desk) for name in files_of(each)}
    assert names == {"submission.xml", "1.jpg.enc", "2.jpg.enc", SUBMISSION}


def test_a_post_of_many_files_makes_several_envelopes(collect: Collect, hub: Client, desk: Desk) -> None:
    media = tuple(f"{n}.jpg.enc" for n in range(40))
    xml = manifest(media=media)
    sent = {name: noise(64) for name in (*media, SUBMISSION)}
    assert collect.post(xml_part(xml), *(file_part(*each) for each in sent.items())) == 201
    found = [files_of(each) for each in opened(hub, desk)]
    assert len(found) == 3 and all(each.pop("submission.xml") == xml for each in found)
    assert {name: data for each in found for name, data in each.items()} == sent


def test_names_of_any_script_arrive_as_they_are(collect: Collect, hub: Client, desk: Desk) -> None:
    names = ("fîlé2.bin.enc", "f😂le3صادق.enc")
    assert collect.post(xml_part(manifest(media=names)), *(file_part(name, noise()) for name in names)) == 201
    [kept] = opened(hub, desk)
    assert set(files_of(kept)) == {"submission.xml", *names}


def test_identical_files_are_taken_and_unlisted_ones_left_out(collect: Collect, hub: Client, desk: Desk) -> None:
    same = noise()
    parts = [file_part(name, same) for name in ("1.jpg.enc", "2.jpg.enc", "1.jpg.enc", "extraneous.enc")]
    assert collect.post(*parts, xml_part(manifest(media=("1.jpg.enc", "2.jpg.enc")))) == 201
    [kept] = opened(hub, desk)
    assert set(files_of(kept)) == {"submission.xml", "1.jpg.enc", "2.jpg.enc"}


def test_the_same_instance_with_another_manifest_is_for_the_desk_to_judge(
    collect: Collect, hub: Client, desk: Desk
) -> None:
    instance = new_instance()
    for _ in range(2):
        assert collect.post(xml_part(manifest(instance=instance)), file_part(SUBMISSION, noise())) == 201
    assert len(opened(hub, desk)) == 2


def test_of_twenty_at_once_one_is_kept(collect: Collect, hub: Client, desk: Desk) -> None:
    sent = xml_part(manifest()), file_part(SUBMISSION, noise(100_000))
    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(lambda _: collect.post(*sent), range(20)))
    assert statuses == [201, *[202] * 19]
    assert len(opened(hub, desk)) == 1


PLAIN = [
    b'<data id="listening" version="1"><q>' + PLANTED.encode() + b"</q></data>",
    b"<test",
    b"",
    manifest().replace(b'encrypted="yes"', b'encrypted="no"'),
    manifest().replace(b"xforms/encrypted", b"xforms/other"),
    manifest().replace(b"<orx:meta", b"<q>" + PLANTED.encode() + b"</q><orx:meta"),
    manifest().replace(b"</data>", PLANTED.encode() + b"</data>"),
    manifest().replace(b"<base64EncryptedKey>", b"<base64EncryptedKey>" + PLANTED.encode()),
    manifest().replace(b"</data>", b"<!-- " + PLANTED.encode() + b" --></data>"),
    manifest().replace(b"</data>", b"<?word " + PLANTED.encode() + b"?></data>"),
    b'<!DOCTYPE data [<!ENTITY e "' + PLANTED.encode() + b'">]>' + manifest(),
    manifest().replace(b' encrypted="yes"', b' encrypted="yes" q="' + PLANTED.encode() + b'"'),
    manifest(media=("photo.jpg",)),
    manifest(media=("../photo.jpg.enc",)),
    manifest(media=("a.enc", "a.enc")),
    manifest(instance="x" * 300),
    manifest() + b" " * 262_144,
]


def test_what_is_no_manifest_is_refused_in_words_that_collect_shows(
    collect: Collect, hub: Client, desk: Desk, folder: Path
) -> None:
    for xml in PLAIN:
        status, said = collect.answer(xml_part(xml), file_part(SUBMISSION, noise()))
        assert status == 422 and "not encrypted" in said and PLANTED not in said, xml
    assert hub.list(desk.mailbox) == []
    _not_on_disk(folder)


BESIDE = [
    file_part("1.jpg", noise()),
    file_part("1.jpg.enc", PLANTED.encode() * 16),
    file_part("1.jpg.enc", noise(4095)),
    file_part("1.jpg.enc", b""),
    file_part(".1.jpg.enc", noise()),
    file_part("a/1.jpg.enc", noise()),
]


def test_plain_beside_encrypted_files_is_not_kept_and_the_desk_is_told_once(
    collect: Collect, hub: Client, desk: Desk, folder: Path
) -> None:
    for beside in BESIDE:
        xml = xml_part(manifest(media=("1.jpg.enc",)))
        for parts in ([beside, xml], [xml, beside]):
            status, said = collect.answer(*parts, file_part(SUBMISSION, noise()))
            assert status == 422 and "unencrypted beside" in said, beside
    [told] = opened(hub, desk)
    assert (told.inside.kind, told.attachments) == ("odk", [])
    assert told.inside.form and (told.inside.form.id, told.inside.form.version) == ("listening", "1")
    _not_on_disk(folder)


def test_a_notice_repeats_nothing_that_a_stranger_wrote(collect: Collect, hub: Client, desk: Desk) -> None:
    collect.post(xml_part(manifest(form=PLANTED, media=("1.enc",))), file_part("1.jpg", noise()))
    [told] = opened(hub, desk)
    assert told.inside.form is None


def _not_on_disk(folder: Path) -> None:
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept and not any(PLANTED.encode() in path.read_bytes() or PLANTED in str(path) for path in kept)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/xml", manifest()),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nno header\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="f"\r\n\r\n--x--\r\n',
        ),
        (f"multipart/form-data; boundary={'x' * 300}", b"x"),
    ],
)
def test_what_is_no_submission_is_refused(collect: Collect, hub: Client, desk: Desk, kind: str, body: bytes) -> None:
    status, said = collect.said(collect.ask("POST", "submission", body, Content_Type=kind))
    assert status == 400 and "xml_submission_file" in said
    assert hub.list(desk.mailbox) == []


def test_two_files_of_one_name_two_manifests_and_a_cut_line_are_refused(
    collect: Collect, hub: Client, desk: Desk
) -> None:
    xml = xml_part(manifest())
    assert collect.post(xml, file_part(SUBMISSION, noise()), file_part(SUBMISSION, noise())) == 400
    assert collect.post(xml, xml_part(manifest()), file_part(SUBMISSION, noise())) == 400
    body, kind = multipart(xml, file_part(SUBMISSION, noise()))
    for cut in (len(body) - 5, len(body) // 2):
        assert collect.ask("POST", "submission", body[:cut], Content_Type=kind).status == 400
    assert hub.list(desk.mailbox) == []


def test_what_is_too_large_is_refused(collect: Collect, hub: Client, desk: Desk) -> None:
    assert collect.post(xml_part(manifest()), file_part(SUBMISSION, noise(15_000_000))) == 413
    # No client that speaks OpenRosa sends these, and they are small: to say "too large" would mislead.
    assert collect.post(xml_part(manifest()), *(("f", None, "text/plain", b"") for _ in range(256))) == 400
    assert collect.post(xml_part(manifest()), ("f", None, "text/plain", b"x" * 65)) == 400
    assert hub.list(desk.mailbox) == []


def test_the_largest_post_is_kept(collect: Collect, hub: Client, desk: Desk) -> None:
    assert collect.post(xml_part(manifest()), file_part(SUBMISSION, noise(14_990_000 // 16 * 16))) == 201
    assert len(opened(hub, desk)) == 1


def test_a_token_in_the_address_bounds_the_submissions_of_a_day(hub: Client, desk: Desk) -> None:
    token = new_token()
    tokens = [{"sha256": token_digest(token), "per_day": 2}]
    hub.publish(desk, desk.card(serial=2, forms=FORMS, tokens=tokens), files=(PHONE, XFORM))
    assert Collect(hub, desk).ask("GET", "formList").status == 403
    assert Collect(hub, desk, new_token()).post(xml_part(manifest())) == 403
    collect = Collect(hub, desk, token)
    assert collect.ask("GET", "formList").status == 200
    assert f"/odk/{desk.fingerprint}/{token}/forms/".encode() in collect.ask("GET", "formList").data
    assert collect.ask("HEAD", "submission").status == 204
    xml = manifest()
    assert collect.post(xml_part(xml)) == 201
    assert collect.post(xml_part(xml), file_part(SUBMISSION, noise())) == 201
    assert collect.post(xml_part(manifest())) == 201
    assert collect.post(xml_part(manifest())) == 429
    assert collect.post(xml_part(xml), file_part(SUBMISSION, noise())) == 201


def test_under_pressure_only_posts_with_a_token_are_taken(
    hub: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = new_token()
    hub.publish(desk, desk.card(serial=2, forms=FORMS), files=(PHONE, XFORM))
    monkeypatch.setattr(pressure, "CALM", 1)
    assert Collect(hub, desk).post(xml_part(manifest())) == 201
    status, said = Collect(hub, desk).answer(xml_part(manifest()))
    assert status == 503 and "too much is being sent" in said
    tokens = [{"sha256": token_digest(token), "per_day": 2}]
    hub.publish(desk, desk.card(serial=3, forms=FORMS, tokens=tokens), files=(PHONE, XFORM))
    assert Collect(hub, desk, token).post(xml_part(manifest())) == 201


def test_more_at_once_than_there_is_memory_for_is_sent_away_and_the_memory_given_back(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "TOGETHER", 100_000)
    large = xml_part(manifest()), file_part(SUBMISSION, noise(160_000))
    for _ in range(3):
        assert collect.post(*large) == 503
    assert collect.post(xml_part(manifest()), file_part(SUBMISSION, noise(64_000))) == 201


def test_messages_are_in_the_cards_first_language(hub: Client, desk: Desk) -> None:
    hub.publish(desk, desk.card(serial=2, forms=FORMS, languages=["bm", "fr", "en"]), files=(PHONE, XFORM))
    collect = Collect(hub, desk)
    assert "chiffré" in collect.answer(xml_part(b"<data/>"))[1]
    assert "chiffré" in collect.answer(xml_part(manifest()))[1]


def test_no_desk_and_no_form_are_answered_as_openrosa(hub: Client, desk: Desk) -> None:
    assert Collect(hub, Desk()).post(xml_part(manifest())) == 404
    hub.publish(desk, desk.card(serial=2, forms=[FORMS[0] | {"odk": None}]), files=(PHONE,))
    assert len(ElementTree.fromstring(Collect(hub, desk).ask("GET", "formList").data)) == 0


def test_a_full_mailbox_says_so(hub: Client, desk: Desk) -> None:
    hub.publish(desk, desk.card(serial=2, forms=FORMS, quota=20_000), files=(PHONE, XFORM))
    statuses = [Collect(hub, desk).post(xml_part(manifest())) for _ in range(4)]
    assert statuses[0] == 201 and statuses[-1] in (503, 507)


def test_marks_are_forgotten_after_a_week(folder: Path) -> None:
    asyncio.run(_marks(folder))


async def _marks(folder: Path) -> None:
    store = Store(str(folder))
    await store.keep("odk/box/mark", b"")
    today = datetime.now(UTC).date()
    await forget_marks(store, today + timedelta(days=6))
    assert await store.entry("odk/box/mark")
    await forget_marks(store, today + timedelta(days=9))
    assert await store.entry("odk/box/mark") is None
