"""The cases that spec/vectors/ is made of: what each call is given, and what it must answer or refuse.

One module a group of formats, each with functions that give `Calls`. What is refused names its problem here, by hand;
what is answered is worked out by the code, so a change of format shows as a change of the files.
"""

from typing import Any

Case = dict[str, Any]
Calls = dict[str, list[Case]]


def answered(name: str, answer: object, /, **given: object) -> Case:
    """A case that must be answered so."""
    return {"name": name, "given": given, "answer": answer}


def refused(name: str, problem: str, /, **given: object) -> Case:
    """A case that must be refused with the code `problem`."""
    return {"name": name, "given": given, "problem": problem}


def seed(number: int) -> bytes:
    """A private key that nobody would use: one byte, 32 times."""
    return bytes([number]) * 32
