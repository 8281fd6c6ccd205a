"""A caseworker with one case of one account; nothing in it is of anyone real."""

import pytest


@pytest.fixture
def ines(person):
    return person("caseworker", name="Ines")


@pytest.fixture
def account(ines):
    from amana.testimony import actions
    from deskkit import digits, keep, reply_to, sealed

    return actions.take_in_hand(ines, keep(sealed(back=reply_to(digits()))))


@pytest.fixture
def case(ines, account):
    from amana.testimony.cases import actions

    return actions.open_case(ines, account)
