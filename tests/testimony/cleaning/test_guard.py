"""The child has nothing but memory and its pipes: each way out is tried in a process that was shut in."""

import signal
import subprocess
import sys

import pytest

from amana.testimony.cleaning import guard

WAYS = {
    "read a file": "open('/etc/hostname')",
    "make a file": "open('/tmp/amana-way-out', 'w')",
    "open a socket": "socket.socket()",
    "fork": "os.fork()",
    "run a program": "os.execv('/bin/true', ['true'])",
    "end another process": "os.kill(os.getppid(), 0)",
    "look for other processes": "os.listdir('/proc')",
    "watch another process": "traced(os.getppid())",
    "be root again": "os.setuid(0)",
    "take back a limit": "resource.setrlimit(resource.RLIMIT_CPU, (9000, 9000))",
    "begin a thread": "threading.Thread(target=print).start()",
}
ATTEMPT = """
import ctypes, os, resource, socket, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
def traced(pid):
    if libc.ptrace(16, pid, None, None) < 0 or libc.process_vm_readv(pid, None, 0, None, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "")
from amana.testimony.cleaning import guard
guard.shut()
try:
    {way}
except (OSError, RuntimeError, ValueError):
    os._exit(7)
os._exit(0)
"""


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_way_out(way):
    done = subprocess.run([sys.executable, "-I", "-c", ATTEMPT.format(way=way)], capture_output=True)
    assert done.returncode == 7, done.stderr[-500:]


def test_memory_ends():
    hungry = f"guard.shut(); bytes({guard.MEMORY} + 1)"
    code = (
        f"from amana.testimony.cleaning import guard\ntry:\n  {hungry}\nexcept MemoryError:\n  import os; os._exit(7)"
    )
    assert subprocess.run([sys.executable, "-I", "-c", code]).returncode == 7


def test_time_ends():
    code = "from amana.testimony.cleaning import guard\nguard.SECONDS = 1\nguard.shut()\nwhile True: pass"
    assert subprocess.run([sys.executable, "-I", "-c", code]).returncode == -signal.SIGKILL
