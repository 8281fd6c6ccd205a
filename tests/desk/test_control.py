"""What commands on this machine may ask of the desk that is served: only what it offers, and only its own user."""

import threading

from amana.desk import control
from amana.errors import Problem


def test_each_verb_is_answered_and_nothing_else_is(tmp_path):
    deep = tmp_path / ("a folder with a long name " * 6) / "home"
    deep.mkdir(parents=True)
    assert control.tell(deep, "lock") is None

    def fail():
        raise Problem("desk.locked")

    def broken():
        raise RuntimeError("what was told")

    control.listen(deep, {"lock": lambda: "locked", "rekey": fail, "leave": broken})
    assert (deep / control.SOCKET).stat().st_mode & 0o077 == 0
    assert control.tell(deep, "lock") == "locked"
    assert control.tell(deep, "rekey") == str(Problem("desk.locked"))
    assert control.tell(deep, "leave") == str(Problem("desk.fault"))
    for strange in ("", "open", "x" * 5000, "lock me"):
        assert control.tell(deep, strange) in ("", None)
    # A desk that was killed leaves its socket; the next one takes its place.
    control.listen(deep, {"lock": lambda: "locked again"})
    assert control.tell(deep, "lock") == "locked again"


def test_one_that_takes_long_keeps_nobody_else_waiting(tmp_path):
    go = threading.Event()
    control.listen(tmp_path, {"rekey": lambda: str(go.wait(600)), "lock": lambda: "locked"})
    slow: list[str | None] = []
    asking = threading.Thread(target=lambda: slow.append(control.tell(tmp_path, "rekey")))
    asking.start()
    assert control.tell(tmp_path, "lock") == "locked" and not slow
    go.set()
    asking.join()
    assert slow == ["True"]
