"""What a person is told of her own referrals, on the page that is shown or read to her."""

from collections.abc import Iterator

from django.utils.translation import get_language

from amana.care.referrals.actions import MADE, tells
from amana.care.referrals.models import Referral
from amana.desk.room import Deed
from amana.vocabulary import label


def deeds(person: str) -> Iterator[Deed]:
    """Each referral that was made, with what the service may know, in the language of the page."""
    language = get_language() or "en"
    for row in Referral.objects.filter(survivor=person):
        if row.outcome != MADE:
            continue
        if not tells(row):
            yield Deed(row.at.date(), "told_where", {"recipient": row.to})
            continue
        shared = [label("referral_shares", code, language) for code in row.shared]
        said = ", ".join(shared) or label("told_to_survivor", "only_that", language)
        yield Deed(row.at.date(), "referred", {"recipient": row.to, "shared": said})
