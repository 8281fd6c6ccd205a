"""What is said to a partner desk, as the inside of an envelope (spec/sharing.md, "Message"); and sealing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing import card
from amana.sealing.desks import HEARD, NOTHING
from amana.sealing.envelope import seal
from amana.sealing.inside import UNTOLD, Inside, sign_inside
from amana.sealing.shapes import fit
from amana.testimony.asked import form_told, places_told
from amana.testimony.models import Testimony
from amana.testimony.partners import copies, keys
from amana.testimony.partners.leaving_out import FILES, LEFT_OUT, WORDS, leave_out
from amana.testimony.partners.models import Came, Partner, Share, State


def greeting(partner: Partner) -> Inside:
    """That somebody here compared the digits; and whether the other desk has said so too."""
    return _inside(
        partner, {"say": "greeting", "number": HEARD if partner.heard else 1, "share": None, "state": None}, UNTOLD
    )


def answer(came: Came) -> Inside:
    """What holds here of an account that came."""
    state = State.ERASED if came.gone else came.state
    return _inside(
        came.partner, {"say": "answer", "number": came.number, "share": came.share, "state": str(state)}, UNTOLD
    )


def statement(share: Share) -> tuple[Inside, Sequence[bytes]]:
    """What holds of a share now, with the account and its attachments where it is shared."""
    desk: dict[str, Any] = {"say": "share", "number": share.number, "share": share.pk, "state": str(share.state)}
    if share.state != State.SHARED or share.testimony is None:
        return _inside(share.partner, desk, UNTOLD), ()
    inside = account(share.partner, share.testimony, share.extent, share.agreed, {**desk, "adds_to": share.of_id})
    return inside, list(copies.contents(share.testimony, share.extent))


def account(
    partner: Partner, testimony: Testimony, extent: str, agreed: Sequence[Mapping[str, Any]], desk: Mapping[str, Any]
) -> Inside:
    """An account, or what was added to one, as it goes to a partner desk. No file of it is opened."""
    form = form_told(testimony)
    files = copies.in_place(testimony, extent)
    told = leave_out(testimony.told, form, extent, files)
    asked: dict[str, Any] = {"questionnaire": form, "places": _named(testimony, told["answers"])}
    if desk.get("adds_to"):
        told |= {"form": None, "answers": {}, "text": testimony.told["text"]}
        asked = {}
    kept = {file["name"] for file in testimony.told["attachments"]} - files.keys()
    terms = {
        "person": keys.person_for(partner, testimony),
        "came": testimony.day.isoformat(),
        "agreed": list(agreed),
        "left_out": [what for what in (WORDS, FILES) if what in LEFT_OUT[extent] or (what == FILES and kept)],
        "files": copies.way_of(extent) if told["attachments"] else None,
        **asked,
    }
    if tied := copies.ties(testimony, extent):
        terms["made_from"] = [tie.value for tie in tied]
    return _inside(partner, {**desk, **terms}, told)


def _named(testimony: Testimony, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """The places that answers name by their id, as they are called here."""
    names = places_told(testimony)
    return [{"id": place, "name": names[place]} for place in sorted(_places(answers) & names.keys())]


def sealed(partner: Partner, inside: Inside, attachments: Sequence[bytes] = ()) -> bytes:
    """An envelope to the partner desk's card, signed by this desk's."""
    known = card.read(str(partner.card).encode(), keys.fingerprint_of(partner))
    return seal(sign_inside(inside, lock.keys.card), attachments, known.recipients)


def _places(answers: Any) -> set[str]:
    """The ids of the places that answers name, in repeats too."""
    if isinstance(answers, dict):
        if isinstance(answers.get("place"), str) and len(answers) == 1:
            return {answers["place"]}
        return set().union(*(_places(each) for each in answers.values()))
    return set().union(*(_places(each) for each in answers)) if isinstance(answers, list) else set()


def _inside(partner: Partner, desk: Mapping[str, Any], told: Mapping[str, Any]) -> Inside:
    between = {"to": keys.fingerprint_of(partner), **NOTHING, **desk}
    members = {**UNTOLD, "kind": "desk", **told, "desk": between}
    try:
        return fit(Inside, members, "sealing.bad_inside")
    except Problem:
        raise Problem("partners.cannot_be_said") from None
