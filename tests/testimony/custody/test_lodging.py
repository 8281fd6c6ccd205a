"""Lodging at the desk's pages: another desk countersigns ours, ours countersigns another's, and a rewriting shows."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from amana.cli import main
from amana.sealing import ed25519
from amana.testimony.custody import checkpoint, cosign, lodging, merkle
from amana.testimony.custody.keeping import make_due_checkpoint
from amana.testimony.custody.models import Cosigner, Lodged, OtherLog, Row, Seen, Signed
from amana.testimony.custody.pages import fingerprint

pytestmark = pytest.mark.django_db
OTHER = b"\x07" * 32
OTHER_NAME = checkpoint.origin(ed25519.public_key(OTHER))
OTHER_LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(250)]


@pytest.fixture
def client(signed_in, write, clock):
    """Somebody who may lodge, at a desk with two checkpoints that knows another desk by both its keys."""
    client = signed_in("administrator")
    for count in (3, 5):
        write(count)
        clock.pass_days(1)
        make_due_checkpoint()
    keys = {
        "cosigner": cosign.cosigner_key(OTHER, OTHER_NAME).text(),
        "other": cosign.log_key(ed25519.public_key(OTHER)).text(),
    }
    for kind, key in keys.items():
        assert client.post("/custody/lodge", {"do": kind, "label": "Lamp House", "key": key}).status_code == 302
    return client


def upload(data):
    return {"file": SimpleUploadedFile("file", data)}


def other_desk_answers(data, known=None):
    """What the other desk does with our request."""
    request = cosign.Request.from_bytes(data)
    head = cosign.check_request(request, lodging.own_keys()[0], known)
    return cosign.cosign(head, OTHER, OTHER_NAME, timezone.now()).encode(), head


def ask(client, signed):
    return client.get(f"/custody/checkpoint/{signed.size}/ask/{Cosigner.objects.get().pk}")


def answer(client, signed, data):
    return client.post(f"/custody/checkpoint/{signed.size}/answered/{Cosigner.objects.get().pk}", upload(data))


def test_another_desk_countersigns_and_anyone_can_check_it_offline(client, tmp_path, capsys):
    first, second = Signed.objects.order_by("size")
    line, head = other_desk_answers(ask(client, first).content)
    assert answer(client, first, line).status_code == 302
    line, _ = other_desk_answers(ask(client, second).content, head)
    assert answer(client, second, line).status_code == 302
    assert client.get("/custody/lodge").content.decode().count("Lamp House") == 4
    (tmp_path / "log").write_bytes(client.get(f"/custody/checkpoint/{second.size}/custody.log").content)
    (tmp_path / "key").write_text(Cosigner.objects.get().key)
    words = ["verify", str(tmp_path / "log"), "--desk", fingerprint(), "--cosigner", str(tmp_path / "key")]
    assert main(words) == 0
    assert f"{OTHER_NAME}/cosigner countersigned it" in capsys.readouterr().out
    (tmp_path / "key").write_text(lodging.own_keys()[1].text())
    assert main(words) == 1
    done = [row.entry.action for row in Row.objects.order_by("-index")[:3]]
    assert done == ["custody.log_exported", "custody.lodged", "custody.cosignature_asked"]


def test_an_answer_to_another_checkpoint_is_not_kept(client):
    first, second = Signed.objects.order_by("size")
    line, _ = other_desk_answers(ask(client, first).content)
    assert answer(client, second, line).status_code == 422
    assert answer(client, first, b"junk").status_code == 422
    assert not Lodged.objects.exists()


def other_desk_asks(old, size, leaves=OTHER_LEAVES):
    proof = merkle.prove_consistency(leaves[:size], old) if old else []
    return cosign.Request(old, proof, checkpoint.sign(size, merkle.root(leaves[:size]), OTHER)).to_bytes()


def countersign(client, data):
    return client.post(f"/custody/countersign/{OtherLog.objects.get().pk}", upload(data))


def test_this_desk_countersigns_what_adds_and_finds_a_fork(client):
    for old, size in ((0, 90), (90, 200), (200, 200)):
        given = countersign(client, other_desk_asks(old, size))
        assert given.status_code == 200
        note = checkpoint.sign(size, merkle.root(OTHER_LEAVES[:size]), OTHER) + given.content
        head = checkpoint.read(note, ed25519.public_key(OTHER))
        assert cosign.check_cosignature(note, lodging.own_keys()[1], head)
    rewritten = countersign(client, other_desk_asks(200, 250, OTHER_LEAVES[::-1]))
    assert (rewritten.status_code, "THIS LOG IS NOT" in rewritten.content.decode()) == (409, True)
    shorter = countersign(client, other_desk_asks(0, 150))
    assert (shorter.status_code, "at 200" in shorter.content.decode()) == (409, True)
    assert [seen.size for seen in Seen.objects.order_by("size")] == [90, 200]


@pytest.mark.parametrize("data", [b"", b"junk", b"x" * 200_000])
def test_what_is_no_request_is_said_to_be_none(client, data):
    assert countersign(client, data).status_code == 422


def test_a_key_that_is_none_is_said_to_be_none(client):
    assert client.post("/custody/lodge", {"do": "cosigner", "label": "X", "key": "amana/x+00+AA=="}).status_code == 422


def test_the_printed_page_and_its_code_hold_the_checkpoint(client):
    signed = Signed.objects.order_by("size").first()
    page = client.get(f"/custody/checkpoint/{signed.size}/print").content.decode()
    printed = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1])
    assert printed.encode() == bytes(signed.note)
    assert "<svg" in page and fingerprint() in page
    typed = client.post("/custody/compare", {"text": printed.replace("\n", "\r\n")})
    assert (typed.status_code, "It agrees" in typed.content.decode()) == (200, True)


def test_a_checkpoint_that_was_kept_outside_finds_a_rewritten_log(client, opened_desk):
    signed = Signed.objects.order_by("size").first()
    kept = client.get(f"/custody/checkpoint/{signed.size}/checkpoint.txt").content
    assert client.post("/custody/compare", upload(kept)).status_code == 200
    forged = checkpoint.sign(signed.size, b"r" * 32, opened_desk.keys.card)
    for wrong, says in ((forged, "rewritten"), (kept.replace(b"amana", b"other", 1), "sign"), (b"junk", "sign")):
        page = client.post("/custody/compare", upload(wrong))
        assert (page.status_code, says in page.content.decode()) == (409, True)


def test_the_database_keeps_what_is_lodged(client):
    countersign(client, other_desk_asks(0, 90))
    for statement in ("UPDATE custody_seen SET size = 1", "DELETE FROM custody_seen"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
