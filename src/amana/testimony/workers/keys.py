"""Workers' keys: whose one is, whether it is in force, and the digits that are compared by voice."""

from datetime import date

from amana.desk.fields import blind
from amana.sealing import codec
from amana.sealing.worker import check_digits
from amana.testimony.workers.models import Worker

PLACE = "workers_worker.key"


def index_of(key: bytes) -> str:
    """The blind index of a public key (32 bytes)."""
    return blind(key.hex(), PLACE)


def holder(key: bytes) -> Worker | None:
    """The worker whose phone has this public key; None for a key that nobody here has."""
    return Worker.objects.filter(key_index=index_of(key)).first()


def in_force(worker: Worker, day: date) -> bool:
    """Whether what the key signed may be taken for the worker's, if it came on `day`."""
    return worker.confirmed_on is not None and not ended(worker, day)


def ended(worker: Worker, day: date) -> bool:
    """Whether the key had ended by `day`."""
    return worker.ended_on is not None and day >= worker.ended_on


def digits_of(worker: Worker) -> str:
    """The eight digits that the phone shows too (spec/worker.md, "Enrolment"); "" before it answered."""
    if not worker.key:
        return ""
    return check_digits(codec.from_base64url(worker.key), str(worker.reply_to["recipient"]))
