"""What this room shows beside an act or a claim: which party it is concluded to be, by whom, how sure, and why."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
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
        yield from panels(user, [thing])[0]
    if isinstance(thing, Claim):
        names = {row.pk: str(row) for row in Party.objects.all()}
        rows = [
            {"party": names[each["party"]], "sure": SURE[each["sure"]], "why": each["why"], "by": each["by"]}
            for each in thing.entry["by"]["concluded"]
        ]
        shown = {"rows": rows, "earlier": [], "url": reverse("parties:conclude_claim", args=[thing.pk])}
        yield "parties/panel.html", shown | _form(may(user, "source.edit"))


def panels(user: User, acts: Sequence[Act]) -> list[list[tuple[str, dict[str, Any]]]]:
    """For each of several acts. The form to conclude is one and the same for all, but for where it is sent."""
    prefetch_related_objects(acts, "conclusions__party", "conclusions__by")
    form, nobody_s = _form(may(user, "event.edit")), gettext("It cannot be said whose")
    found = []
    for act in acts:
        rows = [
            {"party": row.party or nobody_s, "sure": SURE[row.sure], "why": row.why, "by": row.by.name}
            for row in act.conclusions.all()
        ]
        shown = {"rows": rows[-1:], "earlier": rows[:-1], "url": reverse("parties:conclude_act", args=[act.pk])}
        found.append([("parties/panel.html", shown | form)])
    return found


def _form(may_edit: bool) -> dict[str, Any]:
    return {"may_edit": may_edit, "form": ConclusionForm() if may_edit else None}
