"""The forms and places that a card names: built from the organisation's files, kept at the desk, put at the hub.

A desk keeps each version for good, since what was told can only be read beside what was asked.
"""

from collections.abc import Sequence
from pathlib import Path

from amana.desk import odk_key
from amana.desk.lock import lock
from amana.errors import Problem
from amana.forms.form import Form, encode
from amana.forms.odk import odk_form
from amana.forms.places import read_places, write_places
from amana.forms.ready import NAMES, ready
from amana.forms.xlsform import read_form
from amana.sealing import bundle
from amana.sealing import form as phone_form
from amana.sealing import places as phone_places
from amana.sealing.card import Card, FormNamed
from amana.testimony.models import Gazetteer, Questionnaire


def keep_forms(files: Sequence[Path], before: Card | None) -> list[FormNamed]:
    """What a card says of the forms in `files`; of those of the card `before` if none is given.

    Raises as `read_form` does, `care.form_twice`, and `care.same_version` for a form that has changed where its version
    has not.
    """
    if before and not files:
        return list(before.forms)
    forms = [read_form(file) for file in files] or [ready(name) for name in NAMES]
    if twice := next((form.id for n, form in enumerate(forms) if form.id in [f.id for f in forms[:n]]), None):
        raise Problem("care.form_twice", form=twice)
    return [_keep(form) for form in forms]


def _keep(form: Form) -> FormNamed:
    phone, version = encode(form), str(form.phone["version"])
    bundle.read(phone_form.Form, phone, bundle.digest(phone))
    kept = Questionnaire.objects.filter(form=form.id, version=version).first()
    if kept is None:
        odk = odk_form(form, odk_key.public_text(lock.keys.odk), None)
        kept = Questionnaire.objects.create(form=form.id, version=version, phone=phone.decode(), odk=odk.decode())
    elif kept.phone.encode() != phone:
        raise Problem("care.same_version", form=form.id, version=version)
    named = {half: bundle.digest(text.encode()) for half, text in (("phone", kept.phone), ("odk", kept.odk))}
    return FormNamed(id=form.id, version=version, **named)


def keep_places(file: Path | None, before: Card | None) -> str | None:
    """The hash of the gazetteer made of `file`; of the one of the card `before` if none is given."""
    if file is None:
        return before.places if before else None
    data = write_places(read_places(file), file.stem)
    bundle.read(phone_places.Gazetteer, data, bundle.digest(data))
    Gazetteer.objects.get_or_create(sha256=bundle.digest(data), defaults={"places": data.decode()})
    return bundle.digest(data)


def named_by(forms: Sequence[FormNamed], places: str | None) -> list[bytes]:
    """The bytes of all that a card names so, to put at a hub."""
    found = []
    for named in forms:
        kept = Questionnaire.objects.get(form=named.id, version=named.version)
        found += [kept.phone.encode(), kept.odk.encode()]
    if places:
        found.append(Gazetteer.objects.get(sha256=places).places.encode())
    return found
