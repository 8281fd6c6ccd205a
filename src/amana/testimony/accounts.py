"""Accounts, and what comes with the same receipt before or after: words added, choices, the wish that all be erased."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from amana.desk.fields import blind
from amana.desk.gathering import later
from amana.desk.search.keeping import add
from amana.sealing.inside import Inside, Opened, ReplyTo
from amana.testimony import consents
from amana.testimony.custody.log import record
from amana.testimony.letters.sending import heard_from
from amana.testimony.models import Attachment, Consent, Envelope, Testimony
from amana.testimony.unfinished import draft_of
from amana.vocabulary import entries


def stands_alone(inside: Inside) -> bool:
    """Whether nothing that comes in the same run can ask for this account: it has no receipt, and ends no draft."""
    return inside.kind == "account" and inside.reply_to is None and inside.draft is None


def unfold(envelope: Envelope, opened: Opened) -> Testimony:
    """As `keep_account`, of what an envelope holds."""
    return keep_account(envelope, opened.inside.members(), opened.attachments)


def keep_account(envelope: Envelope, told: dict[str, Any], attachments: Sequence[bytes], thread: str = "") -> Testimony:
    """Keep an account or a message; each message says what may be done with its account, whichever came first.

    `told` is the JSON of an envelope (spec/envelope.md), `attachments` the bytes of those that it describes. `thread`
    is what stands for the receipt of what has none, because another desk passed it on.
    """
    reply_to = ReplyTo(**told["reply_to"]) if told["reply_to"] else None
    receipt = _receipt(reply_to) or thread
    same = list(Testimony.objects.filter(receipt=receipt).order_by("day", "pk")) if receipt else []
    testimony = Testimony(
        envelope=envelope,
        kind=told["kind"],
        told=told,
        receipt=receipt,
        draft=draft_of(told),
        day=envelope.day,
        handler=next((row.handler for row in same if row.handler), None),
        survivor=next((row.survivor for row in same if row.survivor), None),
    )
    with testimony.bare():
        if envelope._state.adding:
            add(testimony)
        else:
            testimony.save(force_insert=True)
    for position, content in enumerate(attachments):
        Attachment.objects.create(testimony=testimony, position=position, content=content)
    if reply_to:
        heard_from(receipt, reply_to, told["language"])
    _agree(testimony, same)
    return testimony


def _agree(testimony: Testimony, same: list[Testimony]) -> None:
    messages = [row for row in same if row.kind != Testimony.Kind.ACCOUNT]
    if testimony.kind == Testimony.Kind.ACCOUNT:
        _note(testimony, testimony.told["consents"])
        for message in sorted(messages, key=_sealed):
            _heed(message, testimony, messages)
        return
    for account in same:
        if account.kind == Testimony.Kind.ACCOUNT:
            _heed(testimony, account, messages)


def _sealed(row: Testimony) -> str:
    """The day on which it was sealed, by the phone's clock, or else that on which it came: YYYY-MM-DD."""
    return str(row.told["day"] or row.day.isoformat())


def _receipt(reply_to: ReplyTo | None) -> str:
    """What everything sent with one receipt shares. The recipient is in it, since the hub knows the mailbox alone."""
    return blind(f"{reply_to.mailbox} {reply_to.recipient}", "testimony_testimony.receipt") if reply_to else ""


def _heed(message: Testimony, account: Testimony, messages: Iterable[Testimony]) -> None:
    """Let a message say what may be done with an account: a no to what was a yes takes it back.

    Envelopes come in no order, and a phone's clock may be wrong: a yes gives way to a no of that day or a later one.
    """
    held = {purpose: consent.answer for purpose, consent in consents.holding(account).items()}
    since = [other.told["consents"] for other in messages if _sealed(other) >= _sealed(message)]
    said = {}
    for purpose, answer in message.told["consents"].items():
        if answer == "no":
            said[purpose] = "withdrawn" if held.get(purpose) == "yes" else "no"
        elif not any(other.get(purpose) == "no" for other in since):
            said[purpose] = answer
    _note(account, said)


def _note(account: Testimony, said: Mapping[str, str]) -> None:
    """Keep what was answered for the purposes that there are: one that is unknown here allows nothing."""
    said = {purpose: answer for purpose, answer in said.items() if purpose in entries("purposes")}
    if said:
        record(None, "consent.received", account, {"answers": dict(said)})
    answers = [
        Consent(testimony=account, purpose=purpose, answer=said[purpose], way=Consent.Way.SEALED)
        for purpose in sorted(said)
    ]
    if account.receipt:  # what comes next by the same receipt asks for them; of any other account nobody says more now
        _write(answers)
    else:
        later(_write, *answers)


def _write(answers: list[Consent]) -> None:
    Consent.objects.bulk_create(answers)
