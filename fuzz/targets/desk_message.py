"""What another desk says, and what this one leaves out of an account before it says it to another.

`amana.sealing.desks`, `inside`; `amana.testimony.partners.leaving_out`.
"""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import inside, strict_json
from amana.sealing.desks import LAST
from amana.sealing.inside import LENGTH, MAGIC, Inside
from amana.sealing.padding import padded
from amana.sealing.vectors import between, files, sealed
from amana.testimony.partners.leaving_out import LEFT_OUT, as_they_came, leave_out

SEEDS = [strict_json.write(between.signed(value)) for value in between.TAKEN.values() if not value["attachments"]]
SEEDS += [strict_json.write(sealed.ACCOUNT | {"attachments": []})]


def check(data: bytes) -> None:
    """A message is by a key and hangs together; what is left of an account is an account, and never says more."""
    plain = MAGIC + len(data).to_bytes(LENGTH, "big") + data
    with suppress(Problem):
        read, _ = inside.read_inside(plain.ljust(padded(len(plain)), b"\0"))
        if read.desk is not None:
            assert inside.signer_of(read) and 1 <= read.desk.number <= LAST
            assert read.desk.brings or not (read.answers or read.attachments or read.form or read.desk.agreed)
        told = read.members()
        for form in (files.FORM, None):
            for extent, out in LEFT_OUT.items():
                going = leave_out(told, form, extent, as_they_came(told))
                Inside.model_validate({**told, **going, "kind": "account", **dict.fromkeys(inside.ABSENT)})
                assert set(going["answers"]) <= set(told["answers"])
                assert "attachments" not in out or not going["attachments"]
                assert out or going["answers"] == {k: v for k, v in told["answers"].items() if v != []}
