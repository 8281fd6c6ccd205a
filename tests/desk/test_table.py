"""Every cell of the table of roles, tried at the pages themselves: each role, each action, each kind of account.

A cell that allows must be done and, where it changes something, stand in the custody log; one that does not must be
refused and leave no trace. An action that is new in the table needs a deed here.
"""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from amana.desk.actions import add_person, change_password
from amana.desk.policy import ALL, reaches, roles, table
from amana.events.models import Event, Telling
from amana.release.models import Release
from amana.release.sharing.models import Sharing
from amana.testimony.consents import index_of
from amana.testimony.custody.models import Row
from amana.testimony.models import Consent, IdentityRequest, Survivor, Testimony
from amana.testimony.partners.models import Share
from amana.testimony.workers.models import Worker
from deskkit import PLANTED, keep, sealed, sign_in
from partnerkit import NAME, OtherDesk, partner_row

# Accounts by their scope. What is agreed to is asked of accounts in other hands, so that it alone decides.
CONSENTS = {"counted": {"count": "yes"}, "evidence": {"evidence": "yes"}}
OTHERS = {"others", "counted", "evidence"}


class World:
    """A desk with one person of a role, and an account of each scope, each part of an event."""

    def __init__(self, role: str) -> None:
        user = self.person("Salma", role)
        self.client = sign_in(user)
        self.other = self.person("Other", "caseworker")
        self.third = self.person("Third", "caseworker")
        self.accounts = {}
        for scope in table()["scopes"]:
            self.accounts[scope] = keep(sealed(consents={"care": "yes", **CONSENTS.get(scope, {})}))
            self.event(scope)
        self.cases = {account.pk: Survivor.objects.create() for account in self.accounts.values()}
        self.give(self.other, *OTHERS)
        self.give(user, "own")
        self.asked = IdentityRequest.objects.create(
            testimony=self.accounts["free"], asked_by=self.other, reason="a reason"
        )
        today = datetime.now(UTC).date()
        self.worker = Worker.objects.create(name="Awa", invitation="0" * 64, until=today, confirmed_on=today)
        self.partner = partner_row(OtherDesk(), self.other, NAME, confirmed_on=today, heard=True)
        self.new_partner = partner_row(OtherDesk(seed=b"\x63" * 32), self.other, "Another", confirmed_on=None)
        self.sharing = Sharing.objects.create(
            partner=self.partner, purpose="evidence", extent="words", made_by=self.other
        )
        self.shares = {account.pk: self.share(account, today) for account in self.accounts.values()}
        self.release = Release.objects.create(made_by=self.other, purpose="publication", recipient="R", outline="o")

    def person(self, name, role):
        return change_password(add_person(None, name, [role], "a first password 77"), "a password of her own")

    def share(self, account, today):
        Consent.objects.create(
            testimony=account, purpose="evidence", recipient=index_of(NAME), named=NAME, answer="yes", way="spoken"
        )
        return Share.objects.create(
            partner=self.new_partner, testimony=account, approved={}, extent="all", by=self.other, on=today
        )

    def event(self, scope):
        event = Event.objects.create(made_by=self.other, code=f"EV-{scope[:6]}")
        Telling.objects.create(event=event, testimony=self.accounts[scope], placed_by=self.other)

    def give(self, user, *scopes):
        pks = [self.accounts[scope].pk for scope in scopes]
        Testimony.objects.filter(pk__in=pks).update(handler=user)
        Survivor.objects.filter(pk__in=[self.cases[pk].pk for pk in pks]).update(handler=user)


def get(path):
    return lambda world, client, account: client.get(path)


def post(path, **form):
    return lambda world, client, account: client.post(path, form)


def get_of(path=""):
    return lambda world, client, account: client.get(f"/testimony/{account.pk}{path}")


def post_of(path="", **form):
    return lambda world, client, account: client.post(f"/testimony/{account.pk}{path}", form)


def get_case(path=""):
    return lambda world, client, account: client.get(f"/cases/{world.cases[account.pk].pk}{path}")


def post_case(path="", **form):
    return lambda world, client, account: client.post(f"/cases/{world.cases[account.pk].pk}{path}", form)


def event_of(account):
    return f"/events/{Event.objects.get(testimonies=account).pk}"


def own_words(world, client, account):
    """The page is one thing, what it shows of own words another: without them it counts as refused."""
    answer = client.get(f"/testimony/{account.pk}")
    if PLANTED.encode() not in answer.content:
        answer.status_code = 403
    return answer


def others_referrals(world, client, account):
    """The list of referrals is one thing, what it shows of other people's another: without it, it counts as refused."""
    answer = client.get("/referrals/")
    if b"What help is missing" not in answer.content:
        answer.status_code = 403
    return answer


def refer(**form):
    return lambda world, client, account: client.post(f"/referrals/of/{world.cases[account.pk].pk}", form)


DEEDS = {
    "desk.use": [get("/"), get("/roles")],
    "search.use": [post("/search", words="heron")],
    "desk.leave": [get("/leave")],
    "desk.keys": [get("/keys"), get("/backup"), get("/testimony/mailboxes")],
    "people.manage": [get("/people"), post("/people/new", name="New", roles=["analyst"])],
    "custody.read": [get("/custody/"), post("/custody/check"), get("/custody/checkpoint/1/checkpoint.txt")],
    "custody.lodge": [get("/custody/lodge"), post("/custody/check", do="note", reason="a backup was put back")],
    "testimony.sync": [get("/testimony/check"), get("/testimony/kept-aside"), get("/odk/")],
    "testimony.read": [get_of()],
    "testimony.words": [own_words],
    "testimony.take": [post_of(do="take")],
    "testimony.handle": [
        post_of(do="seen"),
        post_of(do="consent", purpose="care", answer="withdrawn", way="spoken"),
        post_of("/identity", do="write", name="N"),
        get_of("/erase"),
    ],
    "testimony.hand_over": [
        lambda w, c, a: c.post(f"/testimony/{a.pk}", {"do": "hand_over", "to": w.other.pk, "reason": "load"})
    ],
    "testimony.oversee": [get("/workers/aside")],
    "testimony.analyse": [get("/testimony/countable")],
    "case.read": [get_case()],
    "case.open": [post("/cases/new")],
    "case.take": [post_case(do="take")],
    "case.keep": [
        post_case(do="task", kind="call", due="2026-12-01"),
        post_case(do="risk", level="none"),
        post_case(do="consent", purpose="count", answer="yes", way="spoken"),
        post_case("/identity", do="view"),
        get_case("/agreed"),
        get_case("/erase"),
    ],
    "case.hand_over": [
        lambda w, c, a: c.post(
            f"/cases/{w.cases[a.pk].pk}", {"do": "hand_over", "to": w.third.pk, "reason": "assigned"}
        )
    ],
    "identity.view": [post_of("/identity", do="view")],
    "identity.ask": [post_of("/identity", do="ask", reason="a referral")],
    "identity.allow": [lambda w, c, a: c.post("/testimony/identities", {"request": w.asked.pk})],
    "worker.read": [get("/workers/"), lambda w, c, a: c.get(f"/workers/{w.worker.pk}")],
    "worker.keep": [get("/workers/new")],
    "worker.end": [lambda w, c, a: c.post(f"/workers/{w.worker.pk}", {"do": "end", "reason": "lost"})],
    "worker.list": [lambda w, c, a: c.post(f"/workers/of/{a.pk}", {"worker": w.worker.pk, "state": "visit"})],
    "partner.read": [get("/partners/"), lambda w, c, a: c.get(f"/partners/{w.partner.pk}")],
    "partner.keep": [
        get("/partners/new"),
        lambda w, c, a: c.post(f"/partners/{w.new_partner.pk}", {"do": "confirm"}),
        lambda w, c, a: c.post(f"/partners/{w.partner.pk}", {"do": "ask_anew"}),
    ],
    "partner.end": [lambda w, c, a: c.post(f"/partners/{w.partner.pk}", {"do": "end"})],
    "sharing.draft": [get("/sharing/"), get("/sharing/new"), lambda w, c, a: c.get(f"/sharing/{w.sharing.pk}")],
    "sharing.choose": [lambda w, c, a: c.post(f"/sharing/{w.sharing.pk}", {"do": "choose", "account": a.pk})],
    "sharing.approve": [lambda w, c, a: c.post(f"/sharing/{w.sharing.pk}", {"do": "approve", "digest": "another"})],
    "sharing.take_back": [lambda w, c, a: c.post(f"/partners/shares/{w.shares[a.pk].pk}")],
    "care.read": [get("/care/")],
    "care.edit": [get("/care/new"), post("/care/areas/new", code="north", names_en="North")],
    "referral.make": [
        lambda w, c, a: c.get(f"/referrals/of/{w.cases[a.pk].pk}"),
        refer(do="not_made", kind="police", outcome="declined"),
        refer(do="refer", kind="health", to="A clinic", urgency="week", way="told"),
    ],
    "referral.oversee": [others_referrals],
    "event.read": [lambda w, c, a: c.get(event_of(a))],
    "event.edit": [lambda w, c, a: c.post(event_of(a), {"do": "frame", "said_when": "in spring"})],
    "event.place": [lambda w, c, a: c.post(f"/events/of/{a.pk}")],
    "source.read": [get("/events/sources"), get("/parties/")],
    "source.edit": [get("/events/sources/new"), get("/events/places/new"), get("/parties/new")],
    "count.read": [get("/counting/"), get("/counting/hidden/")],
    "count.estimate": [get("/counting/hidden/new"), get("/counting/hidden/kept")],
    "release.read": [get("/release/"), lambda w, c, a: c.get(f"/release/{w.release.pk}")],
    "release.draft": [get("/release/new"), lambda w, c, a: c.get(f"/release/{w.release.pk}/text")],
    "release.approve": [lambda w, c, a: c.post(f"/release/{w.release.pk}", {"do": "approve", "digest": "another"})],
}
# What such a deed is answered once the table has let it through: the release is not what was read, no such checkpoint.
PAST_THE_TABLE = {"release.approve": {409, 422}, "sharing.approve": {409, 422}, "custody.read": {404}}


def test_every_action_of_the_table_has_its_deed_here_and_no_other_has():
    assert set(DEEDS) == set(reaches())


def test_the_table_names_only_roles_and_scopes_that_there_are():
    for action, by_role in reaches().items():
        assert set(by_role) <= set(roles()), action
        assert set().union(*by_role.values()) <= set(table()["scopes"]) or set(by_role.values()) == {ALL}, action


@pytest.mark.django_db
@pytest.mark.parametrize("role", roles())
def test_every_cell_of_a_role(role, subtests):
    world = World(role)
    for action, by_role in reaches().items():
        for scope in ["all"] if ALL in by_role.values() else table()["scopes"]:
            allowed = bool(by_role.get(role, frozenset()) & ({scope, "others"} if scope in OTHERS else {scope}))
            for number, deed in enumerate(DEEDS[action]):
                # What one cell does is undone before the next is tried.
                with subtests.test(action=action, scope=scope, deed=number), transaction.atomic():
                    try_cell(world, action, deed, world.accounts.get(scope), allowed)
                    transaction.set_rollback(True)


def try_cell(world, action, deed, account, allowed):
    before = entries()
    status = deed(world, world.client, account).status_code
    if allowed:
        assert status in {200, 302} | PAST_THE_TABLE.get(action, set())
    else:
        assert status in {403, 404} | ({409} if action in {"testimony.take", "case.take"} else set())
        assert action == "testimony.words" or entries() == before, "what was refused was done"


def entries():
    """How many entries tell of something done."""
    return sum(row.entry.action != "person.refused" for row in Row.objects.all())


@pytest.mark.django_db
def test_who_tries_what_is_refused_stands_in_the_log_once_and_nothing_that_was_typed_does(signed_in):
    client, account = signed_in("caseworker"), keep(sealed())
    for _ in range(3):
        client.post(f"/testimony/{account.pk}", {"do": "reply", "text": "a heron in the reeds"})
        client.post("/people/new", {"name": "Tabaski", "roles": ["supervisor"]})
    refused = [row.entry for row in Row.objects.order_by("index") if row.entry.action == "person.refused"]
    assert [(entry.actor, entry.subject, dict(entry.detail)) for entry in refused] == [
        (
            f"user:{client.user.pk}",
            f"testimony:{account.pk}",
            {"page": "testimony:testimony", "why": "testimony.not_in_your_hands"},
        ),
        (f"user:{client.user.pk}", "", {"page": "desk:add_person", "why": "desk.not_your_role"}),
    ]
