"""Django's SQLite backend over SQLCipher: every byte on the disk is encrypted."""

from collections.abc import Callable

at_undo: list[Callable[[], object]] = []
"""What is called in the thread whose transaction, or part of one, was undone in SQLite."""
