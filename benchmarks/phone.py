"""How light and fast the phone page is, and any running peer's page beside it, in one Chromium and one table.

    ./amana bench phone [--peer NAME=URL …]

Ours is the demo's page, as its hub serves it. Each page is opened by a phone that never saw it, at a sixth of this
machine's speed, on two lines; then once more by the same phone. `question` is when something can first be answered: on
ours, after the two taps that lead there, each made within the page as soon as its button stands there; on a peer's,
when the first field is shown. `sealing` is from the press on "Lock it and send" until it is locked, with a recording of
two minutes (240 kB), receipt included.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Error, Page, sync_playwright

from amana.errors import Problem

HOUSE = Path(__file__).parents[1]
SLOWED = 6
LINES = {"250 kbit/s, 400 ms": (250_000 / 8, 400), "50 kbit/s, 800 ms": (50_000 / 8, 800)}
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PATIENCE = 300_000
QUIET = 3.0
RECORDING = 240_000
RECORDER = f"""window.MediaRecorder = class extends EventTarget {{
  static isTypeSupported() {{ return true; }}
  state = "inactive"; mimeType = "audio/webm";
  start() {{ this.state = "recording"; }}
  requestData() {{}}
  stop() {{
    this.state = "inactive";
    const data = new Uint8Array({RECORDING});
    for (let at = 0; at < data.length; at += 60000) crypto.getRandomValues(data.subarray(at, at + 60000));
    const event = new Event("dataavailable");
    event.data = new Blob([data], {{ type: this.mimeType }});
    this.dispatchEvent(event); this.ondataavailable?.(event);
    const end = new Event("stop");
    this.dispatchEvent(end); this.onstop?.(end);
  }}
}}"""
ASKED = """([buttons, field]) => {
  const left = [...buttons];
  const look = () => {
    if (window.asked) return;
    const button = [...document.querySelectorAll("button")].find((one) => one.innerText.trim() === left[0]);
    if (button) { left.shift(); setTimeout(() => button.click()); }
    const shown = (one) => one.getClientRects().length > 0;
    if (left.length === 0 && [...document.querySelectorAll(field)].some(shown))
      requestAnimationFrame(() => { window.asked ??= performance.now(); });
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
}"""
WANTED = {"first_paint": 1.5, "question": 4.0, "kilobytes": 64.0, "sealing": 2.0}
WORDS = {
    f"{path.stem}.{name}": text
    for path in sorted((HOUSE / "intake" / "packs" / "en").glob("*.json"))
    for name, text in json.loads(path.read_text("utf-8")).items()
}


@dataclass
class Measured:
    """Seconds, kilobytes on the wire with headers, and megabytes of the page's heap; None where it was not reached."""

    first_paint: float | None
    question: float | None
    kilobytes: float
    again: float
    heap: float


class Wire:
    """Counts what a page's connections bring, service workers' among them, and knows when they have gone quiet."""

    def __init__(self, session: CDPSession, line: tuple[float, int]) -> None:
        self.bytes, self.last, self.open = 0, time.monotonic(), 0
        self._session = session
        session.on("Network.requestWillBeSent", lambda _: self._count(opened=1))
        session.on("Network.dataReceived", lambda _: self._count(opened=0))
        session.on("Network.loadingFinished", lambda said: self._count(said["encodedDataLength"], opened=-1))
        session.on("Network.loadingFailed", lambda _: self._count(opened=-1))
        session.send("Network.enable")
        speed, latency = line
        told = {"offline": False, "latency": latency, "downloadThroughput": speed, "uploadThroughput": speed}
        session.send("Network.emulateNetworkConditions", told)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})

    def _count(self, size: float = 0, *, opened: int) -> None:
        self.bytes += int(size)
        self.open = max(0, self.open + opened)
        self.last = time.monotonic()

    def settle(self, page: Page) -> float:
        """Wait until nothing has moved for a while; kilobytes since the beginning."""
        end = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < end and (time.monotonic() - self.last < QUIET):
            page.wait_for_timeout(200)
        return self.bytes / 1000


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The demo, freshly built; the link of its phone page."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["demo", "--folder", f"{folder}/demo", "--hub-port", "8461", "--desk-port", "8460"]
        run = subprocess.Popen([sys.executable, "-m", "amana.cli", *words], stdout=subprocess.PIPE, text=True)
        assert run.stdout  # noqa: S101
        try:
            link = next((word for line in run.stdout for word in line.split() if "/#" in word), "")
            if not link:
                raise Problem("demo.no_hub", address="http://localhost:8461")
            yield link
        finally:
            run.terminate()
            run.wait()


def press(page: Page, key: str) -> None:
    """Tap the button that says what our English pack has under `key`."""
    page.get_by_role("button", name=WORDS[key], exact=True).click()


def ask_ours(page: Page) -> None:
    """Tap through to our first question."""
    press(page, "help.tell")
    press(page, "telling.before.begin")
    page.locator("main input").first.wait_for()


def watch(page: Page, ours: bool) -> None:
    """Have the page tap through to its first question, and note when that, or a peer's first field, is shown."""
    buttons = [WORDS["help.tell"], WORDS["telling.before.begin"]] if ours else []
    field = "main form input" if ours else "input:not([type=hidden]), textarea, select"
    page.add_init_script(f"({ASKED})({json.dumps([buttons, field])})")


def measure(browser: Browser, url: str, line: tuple[float, int], ours: bool) -> Measured:
    """One phone's first and second visit."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB")
    phone.set_default_timeout(PATIENCE)
    page = phone.new_page()
    wire = Wire(phone.new_cdp_session(page), line)
    watch(page, ours)
    page.goto(url, wait_until="commit")
    question = None
    with contextlib.suppress(Error):
        page.wait_for_function("() => window.asked")
        question = float(page.evaluate("window.asked")) / 1000
    kilobytes = wire.settle(page)
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    page.close()
    second = phone.new_page()
    counted = Wire(phone.new_cdp_session(second), line)
    second.goto(url.partition("#")[0], wait_until="commit")
    again = counted.settle(second)
    phone.close()
    return Measured(paint and paint / 1000, question, kilobytes, again, heap)


def seal(browser: Browser, url: str) -> float:
    """Seconds that sealing a recording of two minutes takes on the slowed processor."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", permissions=["microphone"])
    phone.set_default_timeout(PATIENCE)
    phone.add_init_script(RECORDER)
    page = phone.new_page()
    page.goto(url)
    ask_ours(page)
    while not page.get_by_role("button", name=WORDS["telling.voice.record"], exact=True).is_visible():
        press(page, "common.onward")
    press(page, "telling.voice.record")
    page.wait_for_timeout(1_000)
    press(page, "telling.voice.stop")
    page.locator("audio").wait_for()
    press(page, "common.stopHere")
    phone.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    began = time.perf_counter()
    press(page, "telling.review.send")
    page.get_by_role("heading", level=1, name=WORDS["telling.sent.sealed"].partition(".")[0]).wait_for()
    seconds = time.perf_counter() - began
    phone.close()
    return seconds


def row(*cells: object) -> str:
    """One line of the table."""
    return "".join(f"{cell:>14}" if at else f"{cell:<34}" for at, cell in enumerate(cells))


def seconds(value: float | None) -> str:
    """Seconds with their unit, or a dash."""
    return "–" if value is None else f"{value:.1f} s"


def main(peers: dict[str, str]) -> int:
    """Measure and print; 1 where ours falls short of what is promised."""
    found: list[tuple[str, str, Measured]] = []
    with demo() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS + MICROPHONE)
        for line, conditions in LINES.items():
            for name, url in {"Amana": link, **peers}.items():
                print(f"  {name}, {line} …", file=sys.stderr)
                found.append((name, line, measure(browser, url, conditions, ours=name == "Amana")))
        sealing = seal(browser, link)
        browser.close()
    print(row("page, line", "first paint", "question", "first visit", "second visit", "heap"))
    for name, line, got in found:
        sizes = (f"{got.kilobytes:,.1f} kB", f"{got.again:,.1f} kB", f"{got.heap:.1f} MB")
        print(row(f"{name}, {line}", seconds(got.first_paint), seconds(got.question), *sizes))
    for name, line, got in found:
        mine = next(one for other, same, one in found if other == "Amana" and same == line)
        if name != "Amana":
            paint = f"{got.first_paint / mine.first_paint:.1f}" if got.first_paint and mine.first_paint else "–"
            print(f"{name} to Amana, {line}: first paint {paint}, bytes {got.kilobytes / mine.kilobytes:.1f}")
    print(f"sealing a recording of two minutes, with a receipt, at a sixth of the speed: {sealing:.1f} s")
    first = found[0][2]
    fast = (first.first_paint or 99) <= WANTED["first_paint"] and (first.question or 99) <= WANTED["question"]
    return int(not (fast and first.again == 0 and sealing <= WANTED["sealing"]))
