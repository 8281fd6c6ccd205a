"""A half that was left here is shown to who looks after the account, and each showing is in the log."""

import pytest

from amana.desk.models import User
from amana.errors import Problem
from amana.testimony import actions, erasing, halves
from amana.testimony.custody.models import Row
from deskkit import digits, keep, reply_to, sealed

pytestmark = pytest.mark.django_db
HALF = "1133550089913791"


def left_here():
    back = reply_to(digits())
    row = keep(sealed(back=back))
    keep(sealed({}, {}, kind="addition", text="", half=HALF, back=back))
    return row


def test_who_looks_after_it_sees_it_and_the_log_says_so(signed_in):
    client, row = signed_in("caseworker"), left_here()
    page = f"/testimony/{row.pk}/identity"
    assert client.post(page, {"do": "half"}).status_code in (403, 404)
    actions.take_in_hand(User.objects.get(pk=client.session["_auth_user_id"]), row)
    assert (
        "1133 5500 8991 3791"
        not in client.get(page).content.decode() + client.get(f"/testimony/{row.pk}").content.decode()
    )
    assert "1133 5500 8991 3791" in client.post(page, {"do": "half"}).content.decode()
    assert [entry.entry.action for entry in Row.objects.all()].count("half.viewed") == 1


def test_nobody_else_sees_it_and_it_is_erased_with_the_rest(person):
    caseworker, row = person("caseworker", name="One"), left_here()
    for role in ("caseworker", "supervisor"):
        with pytest.raises(Problem) as problem:
            halves.view_half(person(role, name=role), row)
        assert problem.value.code == "testimony.not_in_your_hands"
    actions.take_in_hand(caseworker, row)
    assert halves.has_half(row)
    erasing.erase(caseworker, row)
    assert not halves.has_half(row)
