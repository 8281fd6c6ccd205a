"""How pages write a day that is kept as text. Digits and hyphens alone would be turned round beside Arabic words."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(kept: str) -> str:
    """`2026-03-01` as the reader's language writes it; anything else, which a phone may have said, as it is."""
    try:
        return date_format(date.fromisoformat(kept), "j F Y")
    except (TypeError, ValueError):
        return str(kept or "")
