"""People at work at a desk that is served: each with a session of her own, going from page to page by their links.

No browser: what is measured is what the desk does. Style sheet and scripts are left out, as a browser keeps them.
"""

import html
import random
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

import urllib3
from django_otp.oath import totp

PAUSE = 2.0
"""Seconds that a person looks at a page, in the mean. Few read so fast: 25 of them are as many as a larger team."""
WRITES = 3
"""Of so many accounts that she looks at, a caseworker notes something with one."""
LEFT_OUT = ("/static/", "/language", "/sign-out", "/lock", "/leave", "/unlock", "/state")
LINK = re.compile(r'href="(/[^"#]*)')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ID = re.compile(r"^(?:[a-z2-7]{26}|[a-z2-7]{52}|\d+)$")


@dataclass
class Times:
    """How long each page took, in seconds, by what kind of page it is; what went wrong. Shared by all."""

    of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def kind_of(path: str) -> str:
    """An address without what it is about: one account's page is as another's."""
    asked, _, question = path.partition("?")
    steps = ["…" if ID.match(step) else step for step in asked.split("/")]
    return "/".join(steps) + ("?…" if question else "")


class Person:
    """One session."""

    def __init__(self, address: str, name: str, role: str, secret: bytes, seed: int) -> None:
        self.name, self.role, self.secret = name, role, secret
        self.drawn = random.Random(seed)  # noqa: S311 - what is drawn is no secret
        self.known: dict[str, set[str]] = defaultdict(set)
        self.times = Times()
        self._cookies: dict[str, str] = {}
        self._pool = urllib3.connection_from_url(address, maxsize=1, retries=False, timeout=60)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> str:
        """The page that `path` shows, by POST where there are fields, noting how long it took and where it leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        body = urlencode(fields) if fields else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        answer = self._pool.request("POST" if fields else "GET", path, body=body, headers=headers, redirect=False)
        took = time.perf_counter() - began
        for cookie in answer.headers.getlist("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        kind = f"POST {kind_of(path)}" if fields else kind_of(path)
        self.times.of[kind].append(took)
        if answer.status not in (200, 302, 303):
            self.times.wrong.append(f"{answer.status} {kind}")
        text = answer.data.decode("utf-8", "replace")
        for link in LINK.findall(text):
            path = html.unescape(link)
            if not path.startswith(LEFT_OUT) and len(self.known[kind_of(path)]) < 200:
                self.known[kind_of(path)].add(path)
        return text

    def send(self, path: str, page: str, **fields: str) -> str:
        """Send a form of `page`."""
        token = TOKEN.search(page)
        return self.ask(path, {"csrfmiddlewaretoken": token[1] if token else "", **fields})

    def open_desk(self, passphrase: str) -> None:
        """Open it for all."""
        self.send("/unlock", self.ask("/unlock"), passphrase=passphrase)
        self.times = Times()

    def sign_in(self, password: str) -> None:
        """Both factors."""
        self.send("/sign-in", self.ask("/sign-in"), name=self.name, password=password)
        if time.time() % 30 > 28:
            time.sleep(2.5)
        self.send("/second-factor", self.ask("/second-factor"), code=f"{totp(self.secret):06d}")
        self.ask("/")
        if self.times.wrong or "/me" not in self.known:
            raise AssertionError(f"{self.name} could not sign in: {self.times.wrong}")

    def step(self) -> None:
        """One page, each kind that she knows as likely as another; with some, a note."""
        kind = self.drawn.choice(sorted(kind for kind, paths in self.known.items() if paths))
        path = self.drawn.choice(sorted(self.known[kind]))
        page = self.ask(path)
        if kind == "/testimony/…" and 'value="consent"' in page and not self.drawn.randrange(WRITES):
            said = {"purpose": "contact", "answer": self.drawn.choice(["yes", "withdrawn"]), "way": "spoken"}
            self.send(path, page, do="consent", **said)

    def work(self, until: threading.Event) -> None:
        """Go on until it is over."""
        while not until.wait(self.drawn.expovariate(1 / PAUSE)):
            try:
                self.step()
            except urllib3.exceptions.HTTPError as error:
                self.times.wrong.append(type(error).__name__)


def together(people: list[Person], seconds: float, other: "threading.Thread | None" = None) -> Times:
    """What all took while they worked at once: for so long, and until `other` has ended."""
    until, times = threading.Event(), Times()
    for person in people:
        person.times = times
    threads = [threading.Thread(target=person.work, args=(until,), daemon=True) for person in people]
    for thread in threads:
        thread.start()
    try:
        time.sleep(seconds)
        if other:
            other.join()
    finally:
        until.set()
    for thread in threads:
        thread.join()
    return times
