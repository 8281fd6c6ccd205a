"""How a question of the phone's form is spelled in ODK's XForm: which fields it has there, and which codes are ours.

`odk.py` writes forms so and `answers.py` reads them so. Ours begin with `_`, which no author's code does.
"""

REFUSED, UNKNOWN = "_refused", "_unknown"
SAID = (REFUSED, UNKNOWN)
DATES = {"date": "day", "month": "which_month", "year": "which_year", "season": "which_season", "age": "age_then"}
"""How exactly a date is known → the word that asks for it."""
PLACES = {"place": "which_place", "point": "on_map"}
NOT, WORDS, CHECK, SEASON_YEAR = "not", "words", "check", "season_year"
CONSENTS = "consents"


def field(name: str, part: str) -> str:
    """The field that holds a part of a question's answer: `when.season`."""
    return f"{name}.{part}"


def ours(code: str) -> str:
    """A code that the builder adds to a list."""
    return f"_{code}"
