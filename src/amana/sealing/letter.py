"""What a desk writes to whoever holds a receipt, or to a community worker (spec/receipt.md, "Letters"; spec/worker.md).

A letter says all that there is to say at its time, so that only the newest is needed; each has the same size.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from amana.sealing.shapes import Code, Day, Shape


class Message(Shape):
    """What someone of the desk wrote, or what was written to it with the receipt, on a day."""

    model_config = ConfigDict(populate_by_name=True)

    sender: Literal["desk", "you"] = Field(alias="from")
    day: Day
    text: str


class Case(Shape):
    """One of the worker's cases: a pseudonym, how it stands, and when something is due."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]
    state: Code
    next: Day | None


class ToWorker(Shape):
    """What a worker's phone is told beside messages."""

    cases: list[Case] = Field(max_length=200)
    revoked: bool


class Letter(Shape):
    """The whole of it. `cut`: older messages were left out; `worker` is null but to a worker."""

    state: Literal["received", "read", "erased"]
    messages: list[Message]
    cut: bool
    worker: ToWorker | None
