"""The recorded prompts and pictures of a desk's forms and page, read from a folder and signed (spec/card.md, Bundle).

The folder is laid out as the page's language packs are: `TAG/sounds/` holds Ogg Opus files under the paths of
spec/form.md, `pictures/` holds SVG and PNG files. A phone fetches one when it is pressed, so none is large.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from amana.errors import Problem
from amana.sealing import manifest

LARGEST = 256 << 10
_OPUS = (b"OggS", b"OpusHead")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Media:
    """Signed lists, `pictures` None where there is none and `sounds` by language, and the `files` that they name."""

    pictures: bytes | None
    sounds: dict[str, bytes]
    files: list[bytes]


def read_media(folder: Path, fingerprint: str, seed: bytes) -> Media:
    """All media of `folder`, its lists signed by the card key `seed`.

    Raises `care.no_media` where there are none, `care.bad_media` for a file of another type, or one too large.
    """
    pictures = dict(_found(folder / "pictures", ("svg", "png")))
    by_language = {path.parent.name: dict(_found(path, ("ogg",))) for path in sorted(folder.glob("*/sounds"))}
    sounds = {language: found for language, found in by_language.items() if found}
    if not (pictures or sounds):
        raise Problem("care.no_media", folder=folder)

    def listed(files: dict[str, bytes]) -> bytes:
        return manifest.make(files, fingerprint, seed, manifest.MEDIA)

    return Media(
        listed(pictures) if pictures else None,
        {language: listed(found) for language, found in sounds.items()},
        [data for found in (pictures, *sounds.values()) for data in found.values()],
    )


def _found(folder: Path, types: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        kind = path.suffix.removeprefix(".")
        if path.is_file() and kind in types:
            data = path.read_bytes()
            name = path.relative_to(folder).as_posix()
            if len(data) > LARGEST or not _is(kind, data):
                raise Problem("care.bad_media", file=name)
            yield name, data


def _is(kind: str, data: bytes) -> bool:
    if kind == "ogg":
        return data.startswith(_OPUS[0]) and data[28:36] == _OPUS[1]
    return data.startswith(_PNG) if kind == "png" else b"<svg" in data[:1024]
