"""The page as one file on a phone has nobody's origin: it may drop and ask for mailboxes, and nothing else."""

import pytest
from hubkit import Client, Desk

from amana.sealing.ids import id_of

PREFLIGHT = {"origin": "null", "access_control_request_method": "PUT"}


def test_any_origin_may_drop_and_reads_that_it_is_safe(hub: Client, desk: Desk) -> None:
    hub.publish(desk)
    sealed = desk.seal()
    path = f"/v1/mailboxes/{desk.mailbox.id}/envelopes/{id_of(sealed)}"
    first = hub.ask("OPTIONS", f"{path}/0-of-1", **PREFLIGHT)
    assert first.status == 204 and first.headers["access-control-allow-origin"] == "*"
    assert "Amana-Token" in first.headers["access-control-allow-headers"]
    assert "PUT" in first.headers["access-control-allow-methods"]
    for status in (201, 200):
        answer = hub.put_part(desk.mailbox.id, id_of(sealed), 0, 1, sealed, origin="null")
        assert (answer.status, answer.headers["amana-kept"]) == (status, id_of(sealed))
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Amana-Kept" in answer.headers["access-control-expose-headers"]
    assert hub.ask("GET", f"{path}/parts", origin="null").headers["access-control-allow-origin"] == "*"


def test_what_is_not_whole_is_not_called_kept(hub: Client, desk: Desk) -> None:
    hub.publish(desk)
    sealed = desk.seal(size=60_000)
    answer = hub.put_part(desk.mailbox.id, id_of(sealed), 0, 2, sealed[:32_768])
    assert answer.status == 202 and "amana-kept" not in answer.headers


def test_a_refusal_can_be_read_from_any_origin(hub: Client, desk: Desk) -> None:
    answer = hub.ask("GET", f"/v1/mailboxes/{desk.mailbox.id}/envelopes", origin="null")
    assert answer.status == 401 and answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/v1/openapi.json", "/v1/cards/{}"])
def test_nothing_else_answers_another_origin(hub: Client, desk: Desk, path: str) -> None:
    hub.publish(desk)
    answer = hub.ask("GET", path.format(desk.fingerprint), origin="null")
    assert "access-control-allow-origin" not in answer.headers
