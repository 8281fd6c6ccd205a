"""Rows as bytes, alike for either database, and the pieces that they are cut into (spec/backup.md, "A piece").

Where a piece ends depends on the rows near it alone: a row that is new changes one piece or two, not all after it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from amana.errors import Problem
from amana.sealing.padding import padded

LEAST, MOST = 64 << 10, 1 << 20
OFTEN = 32


def encode(row: Sequence[Any]) -> bytes:
    """One row: its line, and the bytes after it. TypeError for a value that no column has."""
    binary: list[bytes] = []
    line = json.dumps([_plain(value, binary) for value in row], ensure_ascii=False, separators=(",", ":"))
    return line.encode() + b"\n" + b"".join(binary)


def decode(data: bytes) -> Iterator[list[Any]]:
    """The rows of a piece's plain text. `backup.broken` for anything else."""
    try:
        line, at = _line(data, 0)
        count, end = line["rows"], at + line["size"]
        for _ in range(count):
            values, at = _line(data, at)
            row = []
            for value in values:
                if isinstance(value, dict) and "bytes" in value:
                    row.append(data[at : at + value["bytes"]])
                    at += value["bytes"]
                else:
                    row.append(_value(value))
            yield row
        if at != end or data[end:].strip(b"\0"):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Problem("backup.broken") from None


def pieces(rows: Iterable[bytes]) -> Iterator[bytes]:
    """The plain texts of the pieces of one table, whose encoded rows come in their order."""
    gathered: list[bytes] = []
    size = 0
    for row in rows:
        gathered.append(row)
        size += len(row)
        mark = hashlib.sha256(row.partition(b"\n")[0]).digest()[0]
        if size >= MOST or (size >= LEAST and mark < OFTEN):
            yield _piece(gathered, size)
            gathered, size = [], 0
    if gathered:
        yield _piece(gathered, size)


def _piece(rows: list[bytes], size: int) -> bytes:
    whole = json.dumps({"rows": len(rows), "size": size}).encode() + b"\n" + b"".join(rows)
    return whole + bytes(padded(len(whole)) - len(whole))


def _line(data: bytes, at: int) -> tuple[Any, int]:
    end = data.index(b"\n", at)
    return json.loads(data[at:end]), end + 1


def _plain(value: Any, binary: list[bytes]) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case bytes() | bytearray() | memoryview():
            binary.append(bytes(value))
            return {"bytes": len(binary[-1])}
        case datetime():
            return {"at": value.astimezone(UTC).isoformat(timespec="microseconds")}
        case date():
            return {"day": value.isoformat()}
        case float() | Decimal():
            return {"number": str(value)}
        case dict() | list():
            return {"json": json.loads(json.dumps(value, sort_keys=True))}
    raise TypeError(type(value).__name__)


def _value(value: Any) -> Any:
    match value:
        case {"at": at}:
            return datetime.fromisoformat(at)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"number": number}:
            return Decimal(number)
        case {"json": anything}:
            return anything
        case None | bool() | int() | str():
            return value
    raise ValueError
