"""The description and the hub agree: schemathesis asks what it describes, well and badly, and finds nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hubkit import FORM, Client, Desk, running, sha256
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from amana.hub import openapi
from amana.hub.app import Hub
from amana.hub.store import Store
from amana.sealing.ids import id_of

NO_SCHEMA_TELLS = [positive_data_acceptance]
"""That bytes are sealed, signed, or of their own hash: what a schema allows may rightly be refused."""

schema = schemathesis.openapi.from_dict(openapi.description())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Desk, bytes]]:
    desk = Desk()
    with running(str(tmp_path_factory.mktemp("store")), [desk]) as client:
        client.publish(desk)
        sealed = desk.seal()
        assert client.drop(desk.mailbox.id, sealed) == 201
        yield client, desk, sealed


@schema.parametrize()
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found_among_strangers_requests(served: tuple[Client, Desk, bytes], case: Case) -> None:
    case.call_and_validate(base_url=f"http://{served[0].address}", excluded_checks=NO_SCHEMA_TELLS)


@schema.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found_among_requests_for_what_is_there(served: tuple[Client, Desk, bytes], case: Case) -> None:
    client, desk, sealed = served
    there = {"mailbox": desk.mailbox.id, "envelope": id_of(sealed), "desk": desk.fingerprint, "sha256": sha256(FORM)}
    case.path_parameters = {name: there.get(name, value) for name, value in case.path_parameters.items()}
    case.call_and_validate(base_url=f"http://{client.address}", excluded_checks=NO_SCHEMA_TELLS)


def test_every_call_is_described(tmp_path: Path) -> None:
    app = Hub(Store(str(tmp_path)), frozenset()).app()
    calls = {
        (route.path.replace("{number}", "{n}"), method)
        for route in app.inner.routes
        for method in route.methods - ({"HEAD"} if "GET" in route.methods else set())
        if route.path.startswith(("/v1/", "/odk/{desk}/")) and "{token}" not in route.path
    }
    described = {
        (path, method.upper())
        for path, item in openapi.description()["paths"].items()
        for method in item
        if method in ("get", "head", "post", "put", "delete")
    }
    assert calls == described
