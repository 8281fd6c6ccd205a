"""Time-stamps by a real service: asked only where the operator wants it, checked before they are kept, and offline."""

import pytest
from time_service import TimeService

from amana.cli import main
from amana.errors import Problem
from amana.testimony.custody import lodging, timestamp
from amana.testimony.custody.actions import export_log
from amana.testimony.custody.keeping import make_due_checkpoint
from amana.testimony.custody.models import Lodged, Row, Signed
from amana.testimony.custody.pages import fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return TimeService(tmp_path_factory.mktemp("service"))


@pytest.fixture
def asked(service, settings):
    """The service, at an address that the operator has set."""
    service.asked.clear()
    service.spoil = lambda answer: answer
    with service.served() as address:
        settings.DESK_TIMESTAMP_URL, settings.DESK_TIMESTAMP_ROOTS = address, str(service.roots)
        yield service


@pytest.fixture
def signed(write, clock, opened_desk) -> Signed:
    write(3)
    clock.pass_days(1)
    return make_due_checkpoint()


def test_nobody_is_asked_unless_the_operator_set_a_service(signed, service, person):
    lodging.stamp_newest()
    with pytest.raises(Problem, match="No time-stamp service"):
        lodging.stamp(person("administrator"), signed)
    assert not service.asked and not Lodged.objects.exists()


def test_the_newest_checkpoint_is_stamped_once_and_the_service_learns_a_hash_alone(signed, asked):
    lodging.stamp_newest()
    lodging.stamp_newest()
    (question,) = asked.asked
    assert len(question) < 120
    assert bytes(signed.note) not in question and fingerprint()[:16].encode() not in question
    assert Lodged.objects.get().signed == signed
    assert Row.objects.order_by("-index")[0].entry.action == "custody.lodged"


def test_a_locked_desk_asks_nothing(signed, asked, monkeypatch, opened_desk):
    monkeypatch.setattr(opened_desk, "_keys", None)
    lodging.stamp_newest()
    assert not asked.asked


def test_a_stamp_verifies_offline_with_the_log_and_no_other(signed, asked, tmp_path, person, capsys):
    kept = lodging.stamp(person("administrator"), signed)
    (tmp_path / "log").write_bytes(export_log(person("investigator", name="Wren"), signed))
    (tmp_path / "tsr").write_bytes(bytes(kept.content))
    words = ["verify", str(tmp_path / "log"), "--desk", fingerprint(), "--timestamp", str(tmp_path / "tsr")]
    assert main([*words, "--roots", str(asked.roots)]) == 0
    assert "time-stamp service saw it" in capsys.readouterr().out
    assert main(words) == 2
    other = TimeService(tmp_path)
    assert main([*words, "--roots", str(other.roots)]) == 1
    assert "DOES NOT HOLD" in capsys.readouterr().out
    with pytest.raises(Problem, match="does not show"):
        timestamp.check(bytes(kept.content), b"another checkpoint", timestamp.read_roots(asked.roots))


def test_the_page_hands_out_what_the_service_said(signed, asked, signed_in):
    client = signed_in("administrator")
    assert client.get(f"/custody/checkpoint/{signed.size}/checkpoint.tsr").status_code == 404
    assert client.post(f"/custody/checkpoint/{signed.size}/stamp").status_code == 302
    answer = client.get(f"/custody/checkpoint/{signed.size}/checkpoint.tsr").content
    assert answer == bytes(Lodged.objects.get().content)
    assert "the time-stamp service" in client.get("/custody/lodge").content.decode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: b"",
        lambda answer: b"<html>not a time-stamp</html>",
        lambda answer: answer[:-40],
        lambda answer: answer[:-9] + bytes([answer[-9] ^ 1]) + answer[-8:],
        lambda answer: b"x" * (1 << 17),
    ],
)
def test_a_bad_answer_is_not_kept(signed, asked, spoil):
    asked.spoil = spoil
    with pytest.raises(Problem, match="time-stamp"):
        lodging.stamp(None, signed)
    assert not Lodged.objects.exists()


def test_an_answer_to_another_question_is_not_kept(signed, asked):
    old = lodging.stamp(None, signed)
    asked.spoil = lambda answer: bytes(old.content)
    with pytest.raises(Problem, match="does not show"):
        timestamp.ask(asked_address(), lodging.bare(signed), timestamp.read_roots(asked.roots))


def asked_address():
    from django.conf import settings

    return settings.DESK_TIMESTAMP_URL


def test_a_service_that_is_away_is_said_to_be(signed, settings, service):
    settings.DESK_TIMESTAMP_URL, settings.DESK_TIMESTAMP_ROOTS = "http://127.0.0.1:9/", str(service.roots)
    with pytest.raises(Problem, match="did not answer"):
        lodging.stamp(None, signed)


def test_roots_that_are_none_are_said_to_be(signed, asked, settings, tmp_path):
    settings.DESK_TIMESTAMP_ROOTS = str(tmp_path / "nowhere")
    with pytest.raises(Problem, match="No certificates"):
        lodging.stamp(None, signed)
