"""What every answer tells the browser, whatever it answers; and that nothing is written down about what was asked."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "amana"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path, status", [("/", 200), ("/nowhere", 404), ("/people", 403), ("/lock", 405), ("/sign-in", 200)]
)
def test_every_answer_forbids_the_browser_to_keep_run_or_fetch(signed_in, path, status):
    answer = signed_in("caseworker").get(path)
    assert answer.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    off = dict(one.split("=", 1) for one in answer.headers["Permissions-Policy"].split(", "))
    assert {off[power] for power in ("camera", "microphone", "geolocation", "usb", "clipboard-read")} == {"()"}
    assert off["publickey-credentials-get"] == off["publickey-credentials-create"] == "(self)"
    assert "Strict-Transport-Security" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.django_db
def test_by_https_the_browser_is_told_to_use_nothing_else(client):
    answer = client.get("/sign-in", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_by_https_cookies_belong_to_this_very_host_alone(tmp_path):
    code = (
        "import django; django.setup(); from django.conf import settings as s; from amana.desk import throttle;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, throttle.COOKIE);"
        "print(s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.LANGUAGE_COOKIE_SECURE)"
    )
    own = {"AMANA_DESK_HTTPS": "1", "AMANA_DESK_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "amana.desk.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | own, capture_output=True, text=True, check=True
    )
    names, secure = done.stdout.splitlines()
    assert all(name.startswith("__Host-amana_") for name in names.split()) and secure == "True"


# A brief is a file of its own, read without a server.
PAGES = sorted(path for path in SOURCES.rglob("templates/**/*.html") if "release" not in path.parts)


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.name)
def test_no_template_has_inline_script_or_style_or_loads_from_elsewhere(template):
    text = template.read_text("utf-8")
    assert not re.search(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|(?:src|href|action)=[\"'](?:https?:)?//", text
    )


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    client.get("/sign-in")
    for cookie in client.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Strict", cookie.key
        assert cookie["max-age"] == "", cookie.key


@pytest.mark.django_db
def test_a_fault_of_ours_shows_and_logs_nothing_of_it(signed_in, monkeypatch, caplog, capfd):
    def fail(*_):
        raise RuntimeError("Tabaski-quince")

    monkeypatch.setattr("amana.desk.pages.needs", fail)
    client = signed_in("caseworker")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert b"Something in Amana failed" in answer.content
    for seen in (answer.content.decode(), caplog.text, *capfd.readouterr()):
        assert "Tabaski" not in seen


def test_no_logger_lets_anything_out(opened_desk):
    assert not any(
        logging.getLogger(name).isEnabledFor(logging.CRITICAL)
        for name in ("django", "uvicorn", "uvicorn.error", "amana")
    )
