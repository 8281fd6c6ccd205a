"""What pages leave behind goes between them, so that none waits for it, and once it is closed all is as it was."""

import asyncio
import gc
import threading
import weakref

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpResponse

from amana.desk import readying
from amana.desk.asgi import Desk
from amana.desk.lock import lock


class Knot:
    """Something that only the collector finds to be left."""

    def __init__(self):
        self.own = self


@pytest.fixture
def still():
    """An open desk that stands still, and a collector that does nothing by itself."""
    gc.disable()
    readying.stand_still()
    yield
    readying._move_again()
    gc.enable()


async def begin(desk, path):
    """A page that somebody asks for."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    asking = ApplicationCommunicator(desk, scope)
    await asking.send_input({"type": "http.request", "body": b""})
    return asking


async def sent(asking):
    """That it is here."""
    await asking.receive_output(60)
    await asking.receive_output(60)


def test_what_a_page_left_goes_once_it_is_sent_and_no_other_is_being_made(still, monkeypatch):
    desk, left, go_on, there = Desk(), {}, threading.Event(), {}

    def page(request):
        knot = Knot()
        left[request.path] = weakref.ref(knot)
        if request.path == "/long":
            go_on.wait(60)
        return HttpResponse("page")

    async def two_at_once():
        long = await begin(desk, "/long")
        while "/long" not in left:
            await asyncio.sleep(0.01)
        short = await begin(desk, "/short")
        await sent(short)
        await short.wait(60)
        there["while another is made"] = left["/short"]() is not None
        go_on.set()
        await sent(long)
        await long.wait(60)

    monkeypatch.setattr(desk, "get_response", page)
    asyncio.run(two_at_once())
    assert there["while another is made"], "nobody waits for it"
    assert [one() for one in left.values()] == [None, None]


def test_what_came_to_stay_is_looked_at_no_more_until_the_lock_closes(still, monkeypatch):
    frozen = gc.get_freeze_count()
    stays = [[] for _ in range(readying.FEW)]
    readying.tidy()
    assert gc.get_freeze_count() >= frozen + len(stays)
    drop = [one for one in lock.at_close if getattr(one, "__module__", "") == readying.__name__]
    for one in drop:
        one()
    assert gc.get_freeze_count() == 0 and gc.get_threshold() != readying.OFTEN
    stays.append(stays)
    readying.tidy()
    assert gc.get_freeze_count() == 0, "while it is closed all is as ever"
