"""How pages write words beside each other: lists with the marks of the reader's language, fields in their text's."""

from collections.abc import Iterable

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from amana import language

register = template.Library()
OF_ANY_LANGUAGE = (forms.TextInput, forms.Textarea)


@register.filter
def listed(values: Iterable[object], mark: str = ",") -> str:
    """`values` as a list, by commas or by `mark`."""
    return language.listed(values, mark)


@register.simple_tag
def colon() -> str:
    """A colon, as the reader's language writes it: in French after a space that never breaks."""
    return "\u00a0:" if language.spoken() == "fr" else ":"


@register.filter
def number(value: float) -> str:
    """A whole number as the reader writes it."""
    return language.number(value)


@register.filter
def drawn(field: BoundField) -> SafeString:
    """A form's field; a text begins on the side on which its own language begins, whatever the page's."""
    widget = field.field.widget
    fixed = isinstance(widget, forms.DateInput) or "dir" in widget.attrs
    return field.as_widget(attrs={"dir": "auto"} if isinstance(widget, OF_ANY_LANGUAGE) and not fixed else None)


@register.simple_tag
def fields_of(form: forms.BaseForm) -> SafeString:
    """A form's fields (desk/fields.html). One that a page shows at many places is drawn once."""
    found: SafeString | None = getattr(form, "drawn_once", None)
    if found is None:
        found = render_to_string("desk/fields.html", {"form": form})
        form.drawn_once = found  # type: ignore[attr-defined]
    return found
