"""The phone page: compressed as it was built, asked for once, and kept by the browser to its own files."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from hubkit import Client, Desk, code, running

INDEX, SCRIPT = b"<!doctype html><title>Amana</title>", b"export const here = true\n"


@pytest.fixture
def hub(tmp_path: Path, desk: Desk) -> Iterator[Client]:
    built = tmp_path / "dist"
    built.mkdir()
    for name, data in {"index.html": INDEX, "main-A1B2C3D4.js": SCRIPT, "sw.js": SCRIPT}.items():
        (built / name).write_bytes(data)
        (built / f"{name}.gz").write_bytes(gzip.compress(data))
        (built / f"{name}.br").write_bytes(b"stands for brotli " + data)
    (tmp_path / "secret").write_text("not of the page")
    with running(str(tmp_path / "store"), [desk], built) as client:
        yield client


def get(hub: Client, path: str, **headers: str):
    return hub.pool.request(
        "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}, decode_content=False
    )


def test_each_file_comes_in_the_best_coding_that_is_taken(hub: Client) -> None:
    assert get(hub, "/").data == INDEX
    assert get(hub, "/", accept_encoding="gzip, br").data == b"stands for brotli " + INDEX
    assert gzip.decompress(get(hub, "/", accept_encoding="gzip").data) == INDEX
    assert get(hub, "/", accept_encoding="br;q=0, identity").data == INDEX
    for coding in ("gzip", "br"):
        answer = get(hub, "/", accept_encoding=coding)
        assert answer.headers["content-encoding"] == coding and answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_a_second_visit_brings_no_bytes(hub: Client, coding: str) -> None:
    for path in ("/", "/index.html", "/sw.js"):
        first = get(hub, path, accept_encoding=coding)
        assert first.headers["cache-control"] == "no-cache"
        again = get(hub, path, accept_encoding=coding, if_none_match=first.headers["etag"])
        assert (again.status, again.data) == (304, b"")
        assert "content-security-policy" not in again.headers, "it would take the place of the kept page's own"
    assert get(hub, "/", accept_encoding=coding, if_none_match='"other"').status == 200
    assert "immutable" in get(hub, "/main-A1B2C3D4.js", accept_encoding=coding).headers["cache-control"]


def test_types_are_said_and_not_guessed(hub: Client) -> None:
    assert get(hub, "/").headers["content-type"] == "text/html; charset=utf-8"
    assert get(hub, "/sw.js").headers["content-type"] == "text/javascript"
    assert get(hub, "/sw.js").headers["x-content-type-options"] == "nosniff"


def test_nothing_outside_the_page_is_served(hub: Client) -> None:
    for path in ("/secret", "/..%2fsecret", "/%2e%2e/secret", "/index.html.gz", "/v1", "/v1/", "/v1/mailboxes", "//"):
        assert code(get(hub, path)) == "hub.not_found", path


def test_the_browser_is_kept_to_our_own_files(hub: Client, desk: Desk) -> None:
    for path in ("/", "/sw.js", "/missing", f"/v1/cards/{desk.fingerprint}"):
        headers = get(hub, path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'"), path
        assert "unsafe" not in headers["content-security-policy"]
        assert "server" not in headers and "set-cookie" not in headers
    shown = get(hub, "/").headers
    assert "script-src 'self'" in shown["content-security-policy"]
    assert shown["referrer-policy"] == "no-referrer" and "microphone=(self)" in shown["permissions-policy"]


def test_another_method_is_told_which_it_may_use(hub: Client) -> None:
    answer = hub.pool.request("POST", "/")
    assert code(answer) == "hub.method" and "GET" in answer.headers["allow"]
