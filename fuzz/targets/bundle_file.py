"""The files that a card names (`bundle`, `form`, `places`): a desk makes them, and its mistakes reach every phone."""

from contextlib import suppress

from amana.errors import Problem
from amana.forms.kept import kept
from amana.sealing import bundle, form, strict_json
from amana.sealing.form import Form
from amana.sealing.vectors import files, sealed

MODELS = (bundle.Directory, Form, bundle.Gazetteer)
SEEDS = [strict_json.write(value) for value in (files.DIRECTORY, files.FORM, files.PLACES)]
ANSWERS = sealed.ACCOUNT["answers"]


def check(data: bytes) -> None:
    """What reads says the same when it is written; any form that reads can be answered with anything."""
    for model in MODELS:
        with suppress(Problem):
            read = bundle.read(model, data, bundle.digest(data))
            assert strict_json.read(bundle.write(read)) == strict_json.read(data)
            if isinstance(read, Form):
                names = [item.name for item, _ in form.walk(read.questions)]
                for answers in (
                    {},
                    ANSWERS,
                    {name: ["threat"] for name in names},
                    {name: {"number": 3} for name in names},
                ):
                    assert set(kept(read.members(), answers)) <= set(names)
