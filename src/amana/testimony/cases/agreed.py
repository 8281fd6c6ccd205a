"""What is shown to the person herself, in her own language: what she agreed to, and what was done since.

The words are data (vocabulary/told_to_survivor.yaml). They name nobody of the desk, and nothing of what happened.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from amana.desk.frame import rooms
from amana.desk.room import Deed
from amana.testimony import consents
from amana.testimony.consents import Answered
from amana.testimony.models import Consent, IdentityRequest, Reply, Survivor, Testimony
from amana.vocabulary import entries, label

WORDS = "told_to_survivor"
LANGUAGES = {"en": "English", "fr": "Français", "ar": "العربية"}


@dataclass(frozen=True)
class Shown:
    """Lines in one language: what holds, what does not, and what was done, the oldest first."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    done: tuple[str, ...]


def show(survivor: Survivor, language: str) -> Shown:
    """What stands for her now."""
    with translation.override(language):
        about = list(survivor.testimonies.filter(kind=Testimony.Kind.ACCOUNT))
        herself = consents.answered(survivor)
        accounts = consents.answered_each(about) or [herself]
        lines = [line for purpose in entries("purposes") for line in _lines(accounts, herself, purpose, language)]
        deeds = sorted(_deeds(survivor), key=lambda deed: deed.day)
        done = [_say(deed.code, language, day=_day(deed.day), **deed.values) for deed in deeds]
    if survivor.held_back:
        done.append(_say("held", language))
    return Shown(
        tuple(line for holds, line in lines if holds), tuple(line for holds, line in lines if not holds), tuple(done)
    )


def _lines(
    accounts: Sequence[Sequence[Answered]], herself: Sequence[Answered], purpose: str, language: str
) -> Iterator[tuple[bool, str]]:
    """One purpose: the answer in general, and that for each recipient by name.

    What was answered about each account stands apart; where there is none, what was answered about herself.
    """
    plain = _plain(purpose, language)
    latest, hers = [_of(purpose, answered) for answered in accounts], _of(purpose, herself)
    yield _line(plain, [answers.get("") for answers in latest], language)
    named = {index: one.row.named for answers in [*latest, hers] for index, one in answers.items() if index}
    for index, name in named.items():
        rows = [answers.get(index) for answers in latest]
        if not any(rows):  # asked about herself alone, as before a referral, and about no account
            rows = [hers.get(index)]
        code = "only_with" if any(one and one.yes for one in rows) else "not_with"
        yield _line(_say(code, language, purpose=plain, recipient=name), rows, language)


def _of(purpose: str, about: Iterable[Answered]) -> dict[str, Answered]:
    """By recipient, what was answered about one account, or about herself."""
    return {one.row.recipient: one for one in about if one.row.purpose == purpose}


def _line(what: str, rows: Sequence[Answered | None], language: str) -> tuple[bool, str]:
    holding = [one.row for one in rows if one and one.yes]
    if holding:
        latest = max(holding, key=lambda row: row.at)
        line = _say("said_on", language, what=what, day=_day(latest.at.date()))
        if latest.valid_until:
            line = _say("until", language, what=line, day=_day(latest.valid_until))
        return True, line if len(holding) == len(rows) else _say("in_part", language, what=line)
    last = max((one.decides for one in rows if one), key=lambda row: row.at, default=None)
    if last and last.answer == Consent.Answer.WITHDRAWN:
        return False, _say("taken_back", language, what=what, day=_day(last.at.date()))
    if last and last.answer == Consent.Answer.YES and last.valid_until:
        return False, _say("ended", language, what=what, day=_day(last.valid_until))
    return False, what


def _deeds(survivor: Survivor) -> Iterator[Deed]:
    """What was done, in this room and in those behind it."""
    told = survivor.testimonies.all()
    for row in told.filter(kind=Testimony.Kind.ACCOUNT):
        yield Deed(row.day, "received")
    for reply in Reply.objects.filter(testimony__in=told):
        yield Deed(reply.at.date(), "answered")
    for asked in IdentityRequest.objects.filter(testimony__in=told, used=True).exclude(allowed_by=None):
        yield Deed(asked.at.date(), "asked_who")
    for handover in survivor.handovers.exclude(giver=None):
        yield Deed(handover.at.date(), "handed")
    pks = list(told.values_list("pk", flat=True))
    for room in rooms():
        yield from room.done(survivor.pk, pks)


def _plain(purpose: str, language: str) -> str:
    if purpose in entries(WORDS):
        return _say(purpose, language)
    return label("purposes", purpose, language, plain=True)


def _say(code: str, language: str, **values: str) -> str:
    return label(WORDS, code, language).format(**values)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
