"""Makes of one XLSForm what phone and ODK read.

built = build.phone(path)                        # bytes that a card names (spec/form.md)
xml = build.xform(path, public_key=…, submission_url=…)     # ODK's XForm, for encrypted submissions
"""

from pathlib import Path

from amana.forms.form import Form, encode
from amana.forms.odk import odk_form
from amana.forms.xlsform import read_form


def phone(path: Path) -> bytes:
    """The phone's form. Raises `Refused` with every fault, or says why the file cannot be read."""
    return encode(read_form(path))


def xform(path: Path, public_key: str | None = None, submission_url: str | None = None) -> bytes:
    """ODK's XForm; `public_key` is an RSA key in X.509 form, base64 without headings. Raises as `phone` does."""
    return odk_form(read_form(path), public_key, submission_url)


def form(path: Path) -> Form:
    """Both halves unwritten, for whoever needs the names and the sounds too."""
    return read_form(path)
