"""How a form asks for several of a long list: check boxes, which need no key held down and work under a finger."""

from typing import Any

from django import forms

LONG = 12
"""From so many on, a list scrolls in a box of its own, and can be narrowed by what is typed."""


class Ticks(forms.CheckboxSelectMultiple):
    """Check boxes in a box; those that are ticked stand first, so that a long list shows what was chosen.

    The labels are what people wrote, in any language.
    """

    template_name = "desk/ticks.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The options, with those that are ticked first."""
        context = super().get_context(name, value, attrs)
        options = [option for _, group, _ in context["widget"]["optgroups"] for option in group]
        options.sort(key=lambda option: not option["selected"])
        return {**context, "options": options, "long": len(options) >= LONG}
