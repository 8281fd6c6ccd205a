"""Cases for the formats that hold no key: padding, ids, JSON, parts and receipts' digits."""

import hashlib
from collections.abc import Callable

from amana.sealing import halves, ids, keys, padding, parts, receipt
from amana.sealing.codec import base64url
from amana.sealing.vectors import Calls, answered, refused, seed

SIZES = [0, 1, 8191, 8192, 8193, 8704, 8705, 10_000, 65_535, 65_536, 65_537, 100_000, 1_000_000, 16_777_216]
JSON = [
    "{}",
    '{"b":1,"a":[true,false,null,-1,9007199254740991]}',
    '"é \\\\u0000 \\n\\u001f \\u007f 🜁"'.replace("\\u007f", "\x7f"),
    "-9007199254740991",
    "[" * 32 + "]" * 32,
]
NOT_JSON = {
    "white space": b'{"a": 1}',
    "a newline at the end": b"{}\n",
    "a member twice": b'{"a":1,"a":1}',
    "a member twice, spelled differently": b'{"a":1,"\\u0061":2}',
    "a whole number with a fraction": b"[1.0]",
    "a fraction": b"[0.5]",
    "a number beyond those that doubles hold": b"[9007199254740992]",
    "an exponent": b"[1e3]",
    "a number that a double rounds": b"[9007199254740993]",
    "a number beyond any double": b"[1e999]",
    "four thousand digits and more": b"[" + b"9" * 5000 + b"]",
    "minus nought": b"[-0]",
    "NaN": b"[NaN]",
    "Infinity": b"[Infinity]",
    "a needless escape": b'"\\u0041"',
    "an escaped slash": b'"\\/"',
    "capitals in an escape": b'"\\u001F"',
    "U+0000": b'"\\u0000"',
    "U+0000 after an escaped backslash": b'"\\\\\\u0000"',
    "half a surrogate pair": b'"\\ud800"',
    "half a surrogate pair in UTF-8": b'"\xed\xa0\x80"',
    "not UTF-8": b'"\xff"',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a control character": b'"\x01"',
    "two values": b"{}{}",
    "nothing": b"",
    "cut off": b'{"a":',
    "nested thirty-three deep": b"[" * 33 + b"]" * 33,
    "nested five thousand deep": b"[" * 5000 + b"]" * 5000,
    "never closed": b"[" * 5000,
    "a comment": b"{}//",
    "a trailing comma": b"[1,]",
}


def padding_cases() -> Calls:
    """padding.padded."""
    return {"padding.padded": [answered(f"{size} bytes", padding.padded(size), size=size) for size in SIZES]}


def ids_cases() -> Calls:
    """ids.id_of, ids.is_id."""
    one = ids.id_of(b"")
    texts = [one, one.upper(), one[:-1], one[:-1] + "b", one + "a", one.replace(one[0], "1", 1), one + "\n", ""]
    return {
        "ids.id_of": [answered(repr(data), ids.id_of(data), base64url=base64url(data)) for data in (b"", b"amana")],
        "ids.is_id": [answered(repr(text), text == one, text=text) for text in texts],
    }


def strict_json_cases() -> Calls:
    """strict_json.read, whose answer is whether it reads; bytes are in base64url."""
    good = [answered(text[:20], True, base64url=base64url(text.encode())) for text in JSON]
    bad = [refused(name, "sealing.bad_json", base64url=base64url(data)) for name, data in NOT_JSON.items()]
    return {"strict_json.read": good + bad}


def parts_cases() -> Calls:
    """parts.split, of as many zeros: the size and SHA-256 of each part."""

    def split(size: int) -> list[list[object]]:
        return [[len(part), hashlib.sha256(part).hexdigest()] for part in parts.split(bytes(size))]

    return {
        "parts.split": [answered(f"{size} bytes", split(size), zeros=size) for size in (1, 32767, 32768, 32769, 65537)]
    }


def receipt_cases() -> Calls:
    """receipt.draw and halves.split from given bytes, halves.join, receipt.read, receipt.show, and receipt.derive."""
    digits = "0123456789012345"
    typed = [
        "0123 4567 8901 2345",
        "0123-4567.8901/2345 ",
        "٠١٢٣ ٤٥٦٧ ٨٩٠١ ٢٣٤٥",
        "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵",
        "x0123456789012345",
    ]
    wrong = {
        "nothing": "",
        "fifteen": digits[:15],
        "seventeen": digits + "0",
        "digits of another script": "०१२३४५६७८९०१२३४५",
    }
    bytes_drawn = [249, 250, 251, 255, 0, 9, 10, 99, 100, 200, 248, 7, 8, 19, 28, 37, 46, 55, 64, 73]
    desk = ids.id_of(seed(1))
    return {
        "receipt.draw": [answered("250 and more are thrown away", "9090900878987654", bytes=bytes_drawn)],
        "receipt.show": [answered("four groups", "0123 4567 8901 2345", digits=digits)],
        "receipt.read": [answered(text, digits, typed=text) for text in typed]
        + [refused(name, "sealing.bad_receipt", typed=text) for name, text in wrong.items()],
        "receipt.derive": [
            answered(code, _derived(code, desk), digits=code, fingerprint=desk) for code in (digits, "0000000000000000")
        ],
        "halves.split": [
            answered(code, list(halves.split(code, _from(bytes_drawn))), digits=code, bytes=bytes_drawn)
            for code in (digits, "0000000000000000", "9999999999999999")
        ],
        "halves.join": [
            answered(name, halves.join(one, two), half=one, other=two)
            for name, one, two in [
                ("two halves", "9090900878987654", "1133550089913791"),
                ("in the other order", "1133550089913791", "9090900878987654"),
                ("of noughts", "0000000000000000", digits),
            ]
        ],
    }


def _from(values: list[int]) -> Callable[[int], bytes]:
    left = iter(values)
    return lambda count: bytes(next(left) for _ in range(count))


def _derived(digits: str, desk: str) -> dict[str, str]:
    derived = receipt.derive(digits, desk)
    return {
        "mailbox": derived.mailbox.id,
        "identity": derived.identity,
        "recipient": keys.recipient_of(derived.identity),
    }
