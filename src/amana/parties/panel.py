"""What this room shows beside an act or a claim: which party it is concluded to be, by whom, how sure, and why."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from amana.desk.models import User
from amana.desk.policy import may
from amana.events.models import Act, Claim
from amana.parties.forms import ConclusionForm
from amana.parties.models import Conclusion, Party

SURE = dict(Conclusion.Sure.choices)


def panel(user: User, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """For an act at this desk, and for a claim of a published source."""
    if isinstance(thing, Act):
        nobody_s = gettext("It cannot be said whose")
        rows = [
            {
                "party": row.party or nobody_s,
                "sure": SURE[row.sure],
                "why": row.why,
                "by": row.by.name,
            }
            for row in thing.conclusions.select_related("party", "by")
        ]
        shown = {"rows": rows[-1:], "earlier": rows[:-1], "url": reverse("parties:conclude_act", args=[thing.pk])}
        yield "parties/panel.html", shown | _form(may(user, "event.edit"))
    if isinstance(thing, Claim):
        names = {row.pk: str(row) for row in Party.objects.all()}
        rows = [
            {"party": names[each["party"]], "sure": SURE[each["sure"]], "why": each["why"], "by": each["by"]}
            for each in thing.entry["by"]["concluded"]
        ]
        shown = {"rows": rows, "earlier": [], "url": reverse("parties:conclude_claim", args=[thing.pk])}
        yield "parties/panel.html", shown | _form(may(user, "source.edit"))


def _form(may_edit: bool) -> dict[str, Any]:
    return {"may_edit": may_edit, "form": ConclusionForm() if may_edit else None}
