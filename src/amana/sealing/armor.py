"""ASCII armour (C2SP age.md): sealed files that travel as text are taken out of it before anything else.

age files themselves are read without it (spec/age.md); a phone that shares only known kinds of file shares text.
"""

import re
from base64 import b64decode

from amana.errors import Problem

MARK = b"AGE ENCRYPTED FILE-----"
ARMOURED = re.compile(rb"\s*-----BEGIN " + MARK + rb"\r?\n([A-Za-z0-9+/=\r\n]+)-----END " + MARK + rb"\s*")


def unarmored(data: bytes) -> bytes:
    """What is in the armour, or `data` itself where it has none. Raises `sealing.not_age` for armour that is broken."""
    if not data.lstrip().startswith(b"-----BEGIN "):
        return data
    found = ARMOURED.fullmatch(data)
    try:
        return b64decode(re.sub(rb"[\r\n]", b"", found[1] if found else b"="), validate=True)
    except ValueError:
        raise Problem("sealing.not_age") from None
