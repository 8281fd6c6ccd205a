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
from amana.testimony.partners import keys
from amana.testimony.partners.leaving_out import LEFT_OUT, leave_out
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
    inside = account(share.partner, share.testimony, share.extent, share.agreed, desk)
    return inside, _files(share.testimony, inside)


def account(
    partner: Partner, testimony: Testimony, extent: str, agreed: Sequence[Mapping[str, Any]], desk: Mapping[str, Any]
) -> Inside:
    """An account as it goes to a partner desk, with what its attachments are, and none of them opened."""
    form = form_told(testimony)
    told = leave_out(testimony.told, form, extent)
    names = places_told(testimony)
    terms = {
        "person": keys.person_for(partner, testimony),
        "came": testimony.day.isoformat(),
        "agreed": list(agreed),
        "left_out": list(LEFT_OUT[extent]),
        "questionnaire": form,
        "places": [{"id": place, "name": names[place]} for place in sorted(_places(told["answers"]) & names.keys())],
    }
    return _inside(partner, {**desk, **terms}, told)


def _files(testimony: Testimony, inside: Inside) -> list[bytes]:
    """The attachments that go with `inside`, in its order."""
    sent = {file.name for file in inside.attachments}
    rows = testimony.attachments.order_by("position") if sent else []
    return [bytes(row.content) for row in rows if testimony.told["attachments"][row.position]["name"] in sent]


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
