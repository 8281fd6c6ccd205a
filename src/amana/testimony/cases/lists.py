"""The lists of cases, and what each can be narrowed to; who may not open a case finds it in none."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from amana.desk.keyset import Page, page
from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.search.narrowing import narrowed
from amana.testimony import consents
from amana.testimony.cases import policy, pressing, risks
from amana.testimony.cases.models import Handover, Risk, Task
from amana.testimony.lists import choices_of, whole_hours
from amana.testimony.models import Survivor, Testimony

if TYPE_CHECKING:
    from django.utils.functional import Promise

FIRST, MORE = 20, 50
"""How many of each list stand on the page of all, and how many on a page of one list."""
TITLES: dict[str, "str | Promise"] = {
    "mine": _("In hand"),
    "free": _("Waiting"),
    "others": _("With others"),
    "closed": _("Closed"),
}
ORDERS: dict[str, tuple[str, ...]] = dict.fromkeys(TITLES, ("code",)) | {"closed": ("-closed_on", "code")}
SOON = timedelta(days=7)
SEALED = ("name", "contact", "safe_contact", "identifying")
"""What a list shows of nobody, and so opens of nobody."""


class NarrowForm(forms.Form):
    """What a list is narrowed to. Nothing that is not understood narrows anything."""

    due = forms.ChoiceField(label=_("To do"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    first = forms.DateField(label=_("Opened from"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("Opened until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    handler = forms.ModelChoiceField(User.objects.none(), label=_("With"), required=False, empty_label=_("anyone"))

    def __init__(self, user: User, name: str, data: Mapping[str, Any]) -> None:
        super().__init__(data, auto_id="narrow_%s")
        fields: Any = self.fields
        due = [("late", _("overdue")), ("today", _("today or overdue")), ("week", _("within seven days"))]
        fields["due"].choices = [("", _("anything")), *due, ("none", _("nothing planned"))]
        fields["language"].choices = [("", _("any language")), *choices_of("languages")]
        if name == "others":
            having = Exists(Survivor.objects.filter(handler=OuterRef("pk")))
            fields["handler"].queryset = User.objects.filter(having)
        else:
            del fields["handler"]
        if name == "closed":
            del fields["due"]

    def said(self) -> dict[str, Any]:
        """What was understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Q:
        """What of it stands in clear, as a condition."""
        said, today = self.said(), consents.today()
        columns = {"first": "opened_on__gte", "last": "opened_on__lte", "handler": "handler"}
        wanted = Q(**{columns[name]: value for name, value in said.items() if name in columns})
        tasks = Task.objects.filter(survivor=OuterRef("pk"), ended_on=None)
        match said.get("due"):
            case "none":
                wanted &= Q(~Exists(tasks))
            case "late" | "today" | "week" as when:
                last = {"late": today - timedelta(days=1), "today": today, "week": today + SOON}[when]
                wanted &= Q(pk__in=Task.objects.filter(ended_on=None, due__lte=last).values("survivor"))
        return wanted


def of(user: User, name: str) -> QuerySet[Survivor]:
    """One of the lists, as `user` may see it; an empty one where it is not for her."""
    rows = policy.readable(user)
    match name:
        case "mine":
            return policy.among(user, "case.keep").filter(handler=user, closed_on=None)
        case "free":
            return rows.filter(handler=None, closed_on=None)
        case "closed":
            return rows.filter(handler=user).exclude(closed_on=None)
        case "others" if may(user, "testimony.oversee"):
            return rows.filter(closed_on=None).exclude(handler=None).exclude(handler=user)
    return Survivor.objects.none()


def page_of(user: User, name: str, size: int, after: str = "", form: NarrowForm | None = None) -> Page[Survivor]:
    """Some of a list, with what its rows show of each. Of others' cases, what presses comes first, before `size` more.

    Of her own, what is due stands above the list. Of others', each has the hours that are `left` for care, where an
    account that nobody has read says so.
    """
    rows = of(user, name).filter(form.wanted() if form else Q()).defer(*SEALED)
    language = form.said().get("language") if form else None
    rows, fits = narrowed(rows, "case.notes", *([f"language {language}"] if language else []))
    if name != "others":
        found = page(rows, ORDERS[name], size, after, fits)
        if name == "mine":
            prefetch_related_objects(found.rows, *_beside())
        return found
    left = pressing.closing(rows)
    first = pressing.first_of(rows, left, size)
    if fits:
        fitting = fits(first)
        first = [pk for pk in first if pk in fitting]
    rest = page(rows.exclude(pk__in=first), ORDERS[name], size, after, fits)
    pressed = rows.in_bulk(first) if first and not after else {}
    shown = [*(pressed[pk] for pk in first if pk in pressed), *rest.rows]
    prefetch_related_objects(shown, "handler", *_beside())
    for one in shown:
        one.left = whole_hours(left[one.pk]) if one.pk in left else None  # type: ignore[attr-defined]
    return Page(shown, rest.after)


def _beside() -> "list[Prefetch[Any]]":
    """What `row` reads beside a case, and no more: each sealed column takes its time to open."""
    return [
        Prefetch("risks", Risk.objects.only("survivor", "level", "review_on")),
        Prefetch("tasks", Task.objects.only("survivor", "due", "ended_on")),
        Prefetch("testimonies", Testimony.objects.only("survivor", "seen")),
        Prefetch("handovers", Handover.objects.only("survivor", "to", "accepted_at")),
    ]


def row(user: User, survivor: Survivor) -> dict[str, Any]:
    """What a list shows of a case that `page_of` gave: how much was told, what is next, what is feared."""
    risk, today = risks.standing(survivor), consents.today()
    open_tasks = [task for task in survivor.tasks.all() if task.ended_on is None]
    return {
        "case": survivor,
        "next": min((task.due for task in open_tasks), default=None),
        "late": any(task.due < today for task in open_tasks) or (risk is not None and risks.overdue(risk, today)),
        "risk": risk,
        "unread": sum(not row.seen for row in survivor.testimonies.all()),
        "told": len(survivor.testimonies.all()),
        "left": getattr(survivor, "left", None),
        "given": any(one.to_id == user.pk and one.accepted_at is None for one in survivor.handovers.all()),
    }
