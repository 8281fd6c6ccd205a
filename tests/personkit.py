"""One invented person, in every table that can hold anything of her."""

from amana.care.referrals import actions as referrals
from amana.counting.actions import ask_from_accounts
from amana.counting.regions import SEXUAL
from amana.events import actions as events
from amana.events.actions_people import add_witness, note_missing
from amana.parties.actions import conclude, keep_party
from amana.release.models import Counted, Release
from amana.release.sharing.models import Chosen, Settled, Sharing, Stays
from amana.testimony import actions
from amana.testimony.asking import Said
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.consents import today
from amana.testimony.models import Envelope, Survivor
from amana.testimony.odk.models import Post, Submission
from amana.testimony.partners.models import Came, Copy, Partner, Share
from amana.testimony.workers.models import Case, TakenIn, Visit, Worker
from deskkit import ALL_YES, digits, keep, reply_to, sealed

FILES = {"a.ogg": ("audio/ogg", b"OggS invented sound" * 200)}


def new_worker() -> Worker:
    """A community worker whose phone was confirmed."""
    return Worker.objects.create(name="Awa", invitation="0" * 64, until=today(), confirmed_on=today())


def new_release(by) -> Release:
    """A draft."""
    return Release.objects.create(made_by=by, purpose="publication", recipient="R", outline="o")


def everything_of_one_person(ines, salim, noor, consents=ALL_YES, place=None, **known) -> Survivor:
    """A row in every table that can hold anything of her. All of it is invented.

    `ines` takes her in hand and gives her case to `salim`, `noor` keeps the event. `place`, and a `worker`, `partner`
    and `release` among what is `known`, are such as others are with too; without them, they are of nobody else.
    """
    row = actions.take_in_hand(ines, keep(sealed(consents=consents, back=reply_to(digits()), files=FILES)))
    case = cases.open_case(ines, row)
    row.refresh_from_db()
    actions.reply(ines, row, "We are here.")
    actions.ask_identity(salim, row, "Asked by a court")
    cases.write_identity(ines, case, "Invented Name", "Invented Number", "mornings", "blue heron")
    cases.record_consent(ines, case, Said("evidence", "yes", recipient="The Invented Court"))
    care.describe(ines, case, {"age": "14", "languages": ["ff"]})
    care.add_guardian(ines, case, "mother", "no", "Invented Guardian", "")
    care.weigh(ines, case, "Invented grounds", True)
    met = {"day": today(), "how": "here", "language": "ff", "interpreter": "none", "interpreter_agreed": ""}
    care.note_meeting(ines, case, {**met, "outcome": "part", "said": "Invented words", "seen": "Invented sight"})
    care.weigh_risk(ines, case, "likely", "Invented man", "Invented promise", today(), False)
    task = care.set_task(ines, case, "call", today(), "Invented note")
    care.end_task(ines, case, task, True)
    wish = referrals.Wish("week", "page", to="Invented clinic", kind="health", purpose="Invented need", asked="spoken")
    sent = referrals.refer(ines, case, wish, heeded=True)
    referrals.note_when(ines, case, day=today())
    referrals.hear(ines, sent, "helped", "Invented hearsay")
    cases.close(ines, case, "wish", "Invented closing")
    cases.hand_over(ines, case, salim, "load", "Invented handover")
    worker = known.get("worker") or new_worker()
    on_list = Case.objects.create(worker=worker, testimony=row, state="visit")
    Visit.objects.create(
        envelope=actions.keep(b"a visit", Envelope.Way.FILE, today()), case=on_list, how="made", day=today()
    )
    TakenIn.objects.create(envelope=row.envelope, by=salim)
    submission = Submission.objects.create(
        instance="1" * 64, manifest="2" * 64, form="f", missing=[], day=today(), testimony=row
    )
    Post.objects.create(envelope=actions.keep(b"a post", Envelope.Way.FILE, today()), submission=submission)
    event = events.make_event(noor, row)
    events.set_frame(noor, event, place, today(), today(), "Invented season", "Invented grounds of the event")
    victim = events.add_victim(noor, event, [row], "Invented victim", 1, "female")
    act = events.add_act(noor, victim, ["other.abduction"], "unsaid", "Invented men")
    events.add_act(noor, victim, ["crsv.rape"], "unsaid", "Invented men")
    party = keep_party(noor, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
    conclude(noor, act, party, "likely", "Invented reason")
    note_missing(noor, victim, "missing", today(), ["family"], "Invented hope")
    add_witness(noor, event, row, False, ["saw"], "Invented neighbour", 2)
    partner = known.get("partner") or Partner.objects.create(
        name="Invented Archive", link="l", key="k", key_index="0" * 64, card="c", added_by=salim, added_on=today()
    )
    Share.objects.create(partner=partner, testimony=row, approved={}, extent="all", by=salim, on=today())
    Came.objects.create(partner=partner, share="s", testimony=row, had=True, on=today(), changed_on=today())
    for attachment in row.attachments.all():
        Copy.objects.create(attachment=attachment, changed=False, part=0, content=b"Invented copy")
    sharing = Sharing.objects.create(partner=partner, purpose="evidence", extent="all", made_by=salim)
    chosen = Chosen.objects.create(sharing=sharing, testimony=row, by=ines)
    Settled.objects.create(chosen=chosen, key="0" * 64, why="Invented why", by=ines)
    Stays.objects.create(share=Share.objects.get(testimony=row), testimony=row, by=ines, on=today())
    release = known.get("release") or new_release(salim)
    Counted.objects.create(release=release, testimony=row)
    if consents.get("count") == "yes":
        ask_from_accounts(noor, SEXUAL, name="Invented estimate")
    case.refresh_from_db()
    return case
