"""Connections are kept from page to page, and none outlives the lock."""

import asyncio
import tempfile
import threading

import pytest
from django.db import connections

from amana.desk.kept_connections import kept
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.pause import pause

pytestmark = pytest.mark.django_db(transaction=True)


class Page(threading.Thread):
    """A thread that answers pages, one whenever it is told to."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.told, self.done = threading.Semaphore(0), threading.Semaphore(0)
        self.within = lambda: None
        self.ended = False
        self.start()

    def run(self) -> None:
        self.connection = connections["default"]
        while self.told.acquire() and not self.ended:
            with kept.in_use():
                User.objects.count()
                self.made = self.connection.connection
                self.within()
            self.done.release()
        self.connection.close()

    def answer(self):
        """Answer one; gives the connection that it was answered with."""
        self.told.release()
        assert self.done.acquire(timeout=60)
        return self.made

    def end(self) -> None:
        self.ended = True
        self.told.release()
        self.join(20)


@pytest.fixture
def page():
    page = Page()
    yield page
    page.end()


def test_the_next_page_is_answered_with_the_same_connection(page):
    assert page.answer() is page.answer()


def test_when_the_lock_closes_idle_connections_are_closed_there_and_then(page, monkeypatch):
    page.answer()
    assert kept.close_idle in lock.at_close
    monkeypatch.setattr(lock, "_keys", None)
    kept.close_idle()
    assert page.connection.connection is None


def test_one_in_use_when_the_lock_closes_is_closed_once_the_page_is_answered(page, monkeypatch):
    def closes():
        monkeypatch.setattr(lock, "_keys", None)
        kept.close_idle()
        assert page.connection.connection is not None, "whoever uses it closes it"

    page.within = closes
    page.answer()
    assert page.connection.connection is None


def test_one_in_use_when_the_lock_was_closed_and_opened_again_is_not_kept(page, monkeypatch):
    # PostgreSQL's connections know no key of ours, and may stay.
    stays = connections["default"].vendor != "sqlite"
    page.within = lambda: monkeypatch.setattr(lock, "opening", lock.opening + 1)
    first = page.answer()
    assert (page.connection.connection is not None) == stays
    page.within = lambda: None
    assert (page.answer() is first) == stays


def test_who_is_alone_is_alone_with_the_database(page):
    page.answer()
    with pause.alone():
        assert page.connection.connection is None


def test_what_would_not_stay_in_memory_is_refused_and_never_on_the_disk(monkeypatch):
    """64 MiB and a little more, sent in pieces with no word on how much it will be."""
    from amana.desk.asgi import Desk

    def rolled(*_):
        raise AssertionError("it went to the disk")

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", rolled)
    piece, said = bytes(1 << 20), []

    async def receive():
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/unlock", "headers": [], "query_string": b"", "scheme": "http"}
    asyncio.run(Desk()(scope, receive, send))
    assert said[0]["status"] == 413
    assert b"64 MiB" in said[1]["body"]
