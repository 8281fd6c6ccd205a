"""A supervisor, an invitation, a phone that answers it, and a worker whose digits were compared."""

import pytest

from deskkit import bring
from workerkit import INVITATION, Phone


@pytest.fixture
def supervisor(person):
    return person("supervisor", name="Noor")


@pytest.fixture
def invited(supervisor):
    from amana.testimony.workers import actions

    return actions.invite(supervisor, "Awa (invented)", INVITATION)


@pytest.fixture
def phone(invited) -> Phone:
    """A phone that has answered the invitation."""
    answered = Phone()
    assert bring(answered.enrolment()).reason == ""
    return answered


@pytest.fixture
def worker(phone, invited, supervisor):
    """Somebody whose digits were compared."""
    from amana.testimony.workers import actions

    invited.refresh_from_db()
    return actions.confirm(supervisor, invited)
