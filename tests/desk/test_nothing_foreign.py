"""What one may not see changes no answer: pages, fragments, files, refusals, for each role, at every address there is.

Someone of each role asks for all that the desk answers. Then a person comes whom none of them may see, joined to
whatever can join: the same party, place, community worker, form. All is asked for again and must be, byte for byte,
what it was; and at every address that names something of hers the answer must be that of a name which is nowhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver

from amana.care.models import Service
from amana.events import actions as events
from amana.events.actions_people import add_witness, note_missing
from amana.events.models import Act, Claim, Event, Place, Source, Victim, Witness
from amana.parties.actions import conclude, keep_party
from amana.release.sharing.models import Chosen, Settled, Sharing
from amana.testimony import actions
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.models import Attachment, Envelope, Survivor, Testimony
from amana.testimony.partners.models import Partner, Share
from amana.testimony.workers.models import Case, Worker
from deskkit import digits, keep, reply_to, sealed, sign_in
from personkit import FILES, everything_of_one_person, today

ROLES = ("caseworker", "analyst", "investigator", "publisher", "administrator")
"""A supervisor may see every account: what she may not is who somebody is, and is tried by itself."""
NOT_ASKED = {
    "desk:static": "a file that holds nothing of anyone",
    "desk:lock": "closes the desk",
    "desk:sign_out": "ends the session",
    "desk:enrol": "draws a secret anew",
    "desk:new_passkey": "draws a challenge anew",
    "desk:passkey": "draws a challenge anew",
    "custody:log": "the whole desk's log, for who may read it: tried below",
    "custody:check": "the same",
    "custody:lodge": "the same",
    "release:draft": "counts what agreed to be counted, drawn anew",
}
NOWHERE = "a" * 26
HERS = {"care": "yes", "contact": "yes"}
DO = sorted(
    {
        found
        for path in (Path(__file__).parents[2] / "src" / "amana").rglob("templates/**/*.html")
        for found in re.findall(r'name="do" value="([a-z_]+)"', path.read_text("utf-8"))
    }
)
NAMES = {
    "act": Act,
    "case": Survivor,
    "event": Event,
    "testimony": Testimony,
    "told_in": Testimony,
    "victim": Victim,
    "witness": Witness,
    **dict.fromkeys(("after", "answer", "envelope", "guardian", "party", "refusal", "request", "task", "to", "with")),
}
"""Fields of forms that name something, and what."""


def routes(patterns, space="", path="") -> Iterator[tuple[str, str]]:
    """The name and the route of every address."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, one.namespace or space, path + str(one.pattern))
        else:
            yield f"{space}:{one.name}", path + str(one.pattern)


def addresses(keys: dict[str, list[str]]) -> Iterator[str]:
    """Every address, with each key of the things that its room has at each place for one."""
    for name, route in routes(get_resolver().url_patterns):
        if name in NOT_ASKED:
            continue
        filled = [route]
        while "<" in filled[0]:
            wanted = ["1"] if "<int:" in re.search(r"<\w+:\w+>", filled[0])[0] else keys[name.partition(":")[0]]
            filled = [re.sub(r"<\w+:\w+>", key, each, count=1) for each in filled for key in wanted]
        yield from (f"/{each}" for each in filled)


def answer(client, path, post=None) -> str:
    """All that an answer says, but for what is drawn anew each time."""
    said = client.get(path) if post is None else client.post(path, post)
    body = b"".join(said.streaming_content) if said.streaming else said.content
    text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body).decode("utf-8", "replace")
    kept = sorted(f"{name}: {value}" for name, value in said.headers.items() if name != "ETag")
    return f"{said.status_code}\n{kept}\n{text}"


def search(client, words) -> str:
    """What a search says."""
    return answer(client, "/search", {"words": words})


class World:
    """A desk at work: a person of each role, something of everything that each may see, and what others can join."""

    def __init__(self, person) -> None:
        self.users = {role: person(role, name=role.title()) for role in ROLES}
        self.boss, self.other = person("supervisor", "analyst", name="Boss"), person("caseworker", name="Other")
        keep_party(None, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
        events.write_entry(None, Place, {"id": "ford", "name": "The Ford", "kind": "village", "source": "invented"})
        self.place = Place.objects.get(pk="ford")
        self.worker = Worker.objects.create(name="Awa", invitation="0" * 64, until=today(), confirmed_on=today())
        named = {"name": "Archive", "link": "l", "key": "A" * 43, "key_index": "0" * 64, "card": "c"}
        self.partner = Partner.objects.create(**named, added_by=self.boss, added_on=today())
        ines = self.users["caseworker"]
        own = actions.take_in_hand(ines, keep(sealed(consents={"care": "yes"}, back=reply_to(digits()), files=FILES)))
        case = cases.open_case(ines, own)
        care.set_task(ines, case, "call", today(), "a task")
        Case.objects.create(worker=self.worker, testimony=own, state="visit")
        Share.objects.create(partner=self.partner, testimony=own, approved={}, extent="all", by=ines, on=today())
        counted = actions.take_in_hand(self.other, keep(sealed(consents={"count": "yes"})))
        evidence = actions.take_in_hand(self.other, keep(sealed(consents={"evidence": "yes"})))
        keep(sealed(consents={"care": "yes"}))
        for row in (own, counted, evidence):
            event = events.make_event(self.boss, row)
            events.set_frame(self.boss, event, self.place, today(), today(), "", "")
            victim = events.add_victim(self.boss, event, [row], "somebody", 1, "female")
            act = events.add_act(self.boss, victim, ["other.abduction"], "unsaid", "some men")
            conclude(self.boss, act, None, "possible", "nobody knows")
            note_missing(self.boss, victim, "missing", today(), ["family"], "")
            add_witness(self.boss, event, row, False, ["saw"], "a neighbour", 1)
        of_own = Event.objects.get(testimonies=own)
        self.keys = defaultdict(lambda: [NOWHERE]) | {
            "testimony": [own.pk, counted.pk],
            "cases": [case.pk],
            "care": [Service.objects.create(kind="health", names={"en": "A clinic"}, checked=today()).pk],
            "workers": [self.worker.pk],
            "partners": [self.partner.pk],
            "events": [of_own.pk, *Event.objects.exclude(pk=of_own.pk).values_list("pk", flat=True)],
            "parties": [Act.objects.get(victim__event=of_own).pk],
            "release": [self.release().pk],
        }
        self.clients = {role: sign_in(user) for role, user in self.users.items()}
        self.before = {model: self.pks(model) for model in self.models()}

    def models(self):
        return (Testimony, Survivor, Event, Victim, Act, Witness, Attachment, Source, Claim, Case)

    def pks(self, model) -> set[str]:
        return set(map(str, model.objects.values_list("pk", flat=True)))

    def come(self) -> list[str]:
        """A person comes of whom nobody here may know: she agreed to nothing but care, and is in others' hands."""
        known = {"worker": self.worker, "release": self.release(), "partner": self.partner}
        everything_of_one_person(self.other, self.boss, self.boss, HERS, self.place, **known)
        Settled.objects.all().delete()
        Chosen.objects.all().delete()
        Sharing.objects.all().delete()  # a draft to share waits for whoever may approve it
        Envelope.objects.exclude(reason="").update(reason="")  # what would not open is nobody's, and for all to see
        return sorted(pk for model in self.models() for pk in self.pks(model) - self.before[model])

    def release(self):
        from amana.release.models import Release

        made = Release.objects.first()
        return made or Release.objects.create(made_by=self.boss, purpose="publication", recipient="R", outline="o")


@pytest.fixture
def world(person) -> World:
    return World(person)


@pytest.mark.django_db
def test_who_one_may_not_see_changes_no_answer_anywhere(world):
    words = ["invented", "Invented Guardian", "heron dusk", "abduction", "Northern Front", "Court"]
    asked = [(client, path, None) for client in world.clients.values() for path in addresses(world.keys)]
    asked += [(client, "/search", {"words": word}) for client in world.clients.values() for word in words]
    before = [answer(*each) for each in asked]
    foreign = world.come()
    assert len(foreign) >= 8
    changed = [
        (client.user.name, path, post)
        for (client, path, post), was in zip(asked, before, strict=True)
        if answer(client, path, post) != was
    ]
    assert not changed


@pytest.mark.django_db
def test_an_address_that_names_her_is_answered_as_one_that_names_nothing(world):
    foreign = world.come()
    told = [
        (role, path, post, pk)
        for role, client in world.clients.items()
        for path in addresses(defaultdict(lambda: ["FOREIGN"]))
        if "FOREIGN" in path
        for post in (None, {})
        for pk in differ(client, path, post, foreign)
    ]
    assert not told


@pytest.mark.django_db
def test_a_form_that_names_her_does_what_one_that_names_nothing_does(world):
    foreign, client = world.come(), world.clients["caseworker"]
    own, case = world.keys["testimony"][0], world.keys["cases"][0]
    forms = [(f"/{of}/of/{own}", do) for of in ("cases", "events", "workers") for do in ("", "take_off")]
    forms += [(f"/{room}/{pk}", do) for room, pk in (("testimony", own), ("cases", case)) for do in DO]
    forms += [(f"/events/{world.keys['events'][0]}", do) for do in DO]
    kinds = {model: min(pk for pk in foreign if pk in world.pks(model)) for model in NAMES.values() if model}
    hers = {name: kinds[model] if model else min(foreign) for name, model in NAMES.items()}
    assert not [(path, do) for path, do in forms if does(client, path, do, hers) != does(client, path, do, {})]


def does(client, path, do, named) -> str:
    """What a form is answered whose fields name these things, or else one that is nowhere; what it does is undone."""
    with transaction.atomic():
        found = answer(client, path, {"do": do, **{name: named.get(name, NOWHERE) for name in NAMES}})
        transaction.set_rollback(True)
    for key in {NOWHERE, *named.values()}:
        found = found.replace(key, "KEY")
    return found


def differ(client, path, post, foreign) -> list[str]:
    """The keys for which the answer, what is done being undone, is another than for a key that is nowhere."""

    def said(pk) -> str:
        with transaction.atomic():
            found = answer(client, path.replace("FOREIGN", pk), post)
            transaction.set_rollback(True)
        return found.replace(pk, "FOREIGN")

    expected = said(NOWHERE)
    return [pk for pk in foreign if len(pk) == len(NOWHERE) and said(pk) != expected]


@pytest.mark.django_db
def test_the_log_names_nothing_that_its_reader_may_not_open(world):
    foreign = world.come()
    codes = [row.code for model in (Testimony, Survivor, Event) for row in model.objects.filter(pk__in=foreign)]
    for role in ("investigator", "administrator"):
        said = answer(world.clients[role], "/custody/")
        assert said.startswith("200")
        assert not [key for key in [*foreign, *codes] if re.search(rf"\b{re.escape(key)}\b", said) and len(key) > 3], (
            role
        )


@pytest.mark.django_db
def test_a_supervisor_meets_nobody_s_name_who_is_in_others_hands(world):
    actions.take_in_hand(world.other, keep(sealed(consents={"care": "yes"})))
    row = Testimony.objects.filter(handler=world.other, survivor=None).first()
    case = cases.open_case(world.other, row)
    cases.write_identity(
        world.other, case, "Zeïnabou Zzyzxandri", "Zzyzxandri 77", "Zzyzxandri mornings", "the zzyzxandri stall"
    )
    client = sign_in(world.boss)
    for path in addresses(world.keys | {"testimony": [row.pk], "cases": [case.pk]}):
        assert "zzyzxandri" not in answer(client, path).casefold(), urlsplit(path).path
    for word in ("zzyzxandri", "Zeïnabou"):
        assert case.pk not in answer(client, "/search", {"words": word})
