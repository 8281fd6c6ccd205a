"""Cases for what is signed: notes, mailboxes and requests."""

import string

from amana.sealing import codec, ed25519, keys, notes, signatures, worker
from amana.sealing.mailbox import Mailbox
from amana.sealing.vectors import Calls, Case, answered, refused, seed

NAME, TEXT = "amana/example", "One line.\n\nAnd another: é.\n"
KEY = ed25519.public_key(seed(21))
NOW = 1_795_000_000
SMALL_ORDER = (1).to_bytes(32, "little")
BEYOND_P = (ed25519.P + 3).to_bytes(32, "little")


def notes_cases() -> Calls:
    """notes.sign and notes.verify; notes, seeds and keys are in base64url."""
    note = notes.sign(TEXT, NAME, seed(21))
    other = notes.sign(TEXT, NAME, seed(22))
    other_line = other[len(TEXT.encode()) + 1 :]
    own_line = note[len(TEXT.encode()) + 1 :]
    cosigned = note + other_line
    blob = own_line.split(b" ")[2].strip()
    changed = {
        "signed by another key": ("sealing.bad_signature", other),
        "a changed text": ("sealing.bad_signature", note.replace(b"One", b"Two")),
        "a changed signature": ("sealing.bad_signature", _with(_changed(blob.decode(), 20))),
        "under another name": ("sealing.bad_signature", note.replace(NAME.encode(), b"amana/another")),
        "signed twice by the key": ("sealing.bad_signature", note + own_line),
        "a signature too short": ("sealing.bad_signature", _with(codec.base64_padded(_raw(blob)[:67]))),
        "a signature too long": ("sealing.bad_signature", _with(codec.base64_padded(_raw(blob) + b"\0"))),
        "no signature": ("sealing.bad_note", TEXT.encode()),
        "nothing": ("sealing.bad_note", b""),
        "no blank line": ("sealing.bad_note", b"x\n" + own_line),
        "no newline at the end": ("sealing.bad_note", note[:-1]),
        "an empty line at the end": ("sealing.bad_note", note + b"\n"),
        "a hyphen for the dash": ("sealing.bad_note", note.replace("—".encode(), b"-")),
        "two spaces": ("sealing.bad_note", note.replace(NAME.encode(), NAME.encode() + b" ")),
        "a plus in another's name": ("sealing.bad_note", note + other_line.replace(NAME.encode(), b"a+b")),
        "a no-break space in another's name": ("sealing.bad_note", note + other_line.replace(b"example", b"\xc2\xa0")),
        "base64 without padding": ("sealing.bad_note", _with(blob.decode().rstrip("="))),
        "base64 with set bits beyond the end": ("sealing.bad_note", _with(_loose(blob.decode()))),
        "base64url": ("sealing.bad_note", _with("____")),
        "a key hash alone": ("sealing.bad_note", _with(codec.base64_padded(_raw(blob)[:4]))),
        "a carriage return": ("sealing.bad_note", note.replace(b"\n", b"\r\n")),
        "a tab": ("sealing.bad_note", note.replace(b"One", b"\tOne")),
        "not UTF-8": ("sealing.bad_note", note.replace("é".encode(), b"\xe9")),
        "seventeen signatures": ("sealing.bad_note", note + other_line * 16),
    }
    asked = {"name": NAME, "key": codec.base64url(KEY)}
    read = [
        answered("signed", TEXT, note=codec.base64url(note), **asked),
        answered("signed by another, too", TEXT, note=codec.base64url(cosigned), **asked),
        answered("sixteen signatures", TEXT, note=codec.base64url(note + other_line * 15), **asked),
    ]
    read += [refused(name, code, note=codec.base64url(data), **asked) for name, (code, data) in changed.items()]
    zero = {"name": NAME, "key": codec.base64url(SMALL_ORDER)}
    read.append(refused("a key of small order", "sealing.bad_signature", note=codec.base64url(_forged()), **zero))
    written = answered("signed", codec.base64url(note), text=TEXT, name=NAME, seed=codec.base64url(seed(21)))
    return {"notes.sign": [written], "notes.verify": read}


def mailbox_cases() -> Calls:
    """mailbox.Mailbox: its key and id, from a seed (base64url)."""

    def case(number: int) -> Case:
        box = Mailbox(seed(number))
        answer = {"key": codec.base64url(box.key), "id": box.id}
        return answered(f"seed {number}", answer, seed=codec.base64url(box.seed))

    return {"mailbox.of": [case(number) for number in (0, 1, 31)]}


def signatures_cases() -> Calls:
    """signatures.sign and signatures.verify; bodies and seeds are in base64url."""
    requests = {
        "a list": ("GET", "hub.example", f"/v1/mailboxes/{Mailbox(seed(31)).id}/envelopes", b""),
        "a file": ("PUT", "hub.example:8443", "/v1/cards/x/files/y", b"some bytes"),
    }
    sign, verify = [], []
    for name, (method, authority, path, body) in requests.items():
        request = {"method": method, "authority": authority, "path": path, "body": codec.base64url(body)}
        headers = signatures.sign_request(method, authority, path, body, seed(31), NOW)
        sign.append(answered(name, headers, **request, seed=codec.base64url(seed(31)), now=NOW))
        signed = {**request, "headers": headers, "now": NOW}
        signer = Mailbox(seed(31)).id
        for late in (0, -300, 300):
            verify.append(answered(f"{name}, {late} s", signer, **{**signed, "now": NOW + late}))
        verify += _refusals(name, signed, headers)
    return {"signatures.sign": sign, "signatures.verify": verify}


def _refusals(name: str, signed: Case, headers: dict[str, str]) -> list[Case]:
    described, signature = headers["Signature-Input"], headers["Signature"]
    wrong: dict[str, tuple[str, dict[str, object]]] = {
        "301 s late": ("hub.clock", {"now": NOW + 301}),
        "301 s early": ("hub.clock", {"now": NOW - 301}),
        "another method": ("sealing.bad_request_signature", {"method": "DELETE"}),
        "another host": ("sealing.bad_request_signature", {"authority": "other.example"}),
        "another path": ("sealing.bad_request_signature", {"path": "/v1/cards/x/files/z"}),
        "no headers": ("sealing.not_signed", {"headers": {}}),
        "a body that was not signed": ("sealing.not_signed", {"headers": _bodiless(headers), "body": "eA"}),
    }
    shapes = {
        "another label": described.replace("amana=", "sig1="),
        "two labels": f"{described}, sig1={described[6:]}",
        "parameters in another order": described.replace(
            ';alg="ed25519";tag="amana-1"', ';tag="amana-1";alg="ed25519"'
        ),
        "no tag": described.replace(';tag="amana-1"', ""),
        "another algorithm": described.replace("ed25519", "hmac-sha256"),
        "an expiry, too": described + f";expires={NOW + 9}",
        "a leading zero": described.replace(f"={NOW}", f"=0{NOW}"),
        "a fraction": described.replace(f"={NOW}", f"={NOW}.0"),
        "the path not covered": described.replace(' "@path"', ""),
        "the query covered": described.replace('"@path"', '"@path" "@query"'),
        "two spaces": described.replace('" "', '"  "', 1),
        "a key with set bits beyond the end": described.replace(
            _keyid(described), _keyid(described)[:-1] + _next(_keyid(described)[-1])
        ),
    }
    for what, text in shapes.items():
        wrong[what] = ("sealing.not_signed", {"headers": headers | {"Signature-Input": text}})
    changed = headers | {"Signature": _changed(signature, 20)}
    wrong["a changed signature"] = ("sealing.bad_request_signature", {"headers": changed})
    for what, text in {"no colons": signature.replace(":", ""), "cut off": signature[:-6] + ":"}.items():
        wrong[f"a signature with {what}"] = ("sealing.not_signed", {"headers": headers | {"Signature": text}})
    keys = {"small order": SMALL_ORDER, "a y beyond p": BEYOND_P}
    for what, key in keys.items():
        text = described.replace(_keyid(described), codec.base64url(key))
        wrong[f"a key of {what}"] = (
            "sealing.bad_request_signature",
            {"headers": headers | {"Signature-Input": text, "Signature": f"amana=:{codec.base64_padded(_forgery())}:"}},
        )
    if "Content-Digest" in headers:
        wrong["another body"] = ("sealing.bad_digest", {"body": codec.base64url(b"other bytes")})
        wrong["no digest"] = ("sealing.bad_digest", {"headers": _without(headers, "Content-Digest")})
        wrong["no body"] = ("sealing.not_signed", {"body": ""})
    return [refused(f"{name}, {what}", code, **{**signed, **change}) for what, (code, change) in wrong.items()]


def _without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


def _bodiless(headers: dict[str, str]) -> dict[str, str]:
    described = headers["Signature-Input"].replace(' "content-digest"', "")
    return _without(headers, "Content-Digest") | {"Signature-Input": described}


def _keyid(described: str) -> str:
    return described.split('keyid="')[1][:43]


def _next(character: str) -> str:
    """The letter after `character` in base64: where that stands for an even value, only the last bit differs."""
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits
    return alphabet[alphabet.index(character) + 1]


def _raw(blob: bytes) -> bytes:
    return codec.from_base64_padded(blob.decode())


def _changed(text: str, at: int) -> str:
    return text[:at] + ("B" if text[at] == "A" else "A") + text[at + 1 :]


def _with(blob: str) -> bytes:
    return TEXT.encode() + f"\n— {NAME} {blob}\n".encode()


def _loose(blob: str) -> str:
    """The same bytes spelled with bits beyond the last one: 68 bytes end in `X=` where X has two of those."""
    return blob[:-2] + _next(blob[-2]) + "="


def _forgery() -> bytes:
    """R the neutral element and S = 0: for a key of order 1 this would verify over any message."""
    return SMALL_ORDER + bytes(32)


def _forged() -> bytes:
    blob = notes.key_hash(NAME, SMALL_ORDER) + _forgery()
    return _with(codec.base64_padded(blob))


def worker_cases() -> Calls:
    """worker.check_digits."""
    made = []
    for number in (1, 2, 91):
        key = ed25519.public_key(seed(number))
        recipient = keys.recipient_of(keys.identity_from_seed(seed(number + 100)))
        digits = worker.check_digits(key, recipient)
        made.append(answered(f"the phone of seed {number}", digits, key=codec.base64url(key), recipient=recipient))
    return {"worker.check_digits": made}
