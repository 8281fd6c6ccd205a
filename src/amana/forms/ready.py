"""The forms that come with Amana, as spreadsheets in `xlsx/`: what a desk publishes until it has its own.

The first is a survivor's own first telling, which a visitor is asked.
"""

from functools import cache
from pathlib import Path

from amana.forms.form import Form
from amana.forms.xlsform import read_form

FOLDER = Path(__file__).parent / "xlsx"
NAMES = ("first_telling", "witness_or_relative", "listening", "clinical_findings")


@cache
def ready(name: str) -> Form:
    """The ready form of that id, which nobody may change."""
    return read_form(FOLDER / f"{name}.xlsx")
