"""From a stranger's bytes to pixels and sound, and from those to new files: nothing else of the bytes comes through.

Runs in the child alone. Each maker takes bytes and gives `(parts, of)`: new files as (media type, bytes), and how many
there would be of the whole. Whatever the libraries raise means that it cannot be shown.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import av
import pypdfium2
from av.audio.resampler import AudioResampler
from av.filter import Graph
from PIL import Image, ImageOps

Parts = list[tuple[str, bytes]]

PICTURES = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
PIXELS = 60_000_000
EDGE = 2048
PAGES, STILLS = 20, 8
SECONDS = 4 * 3600
RATE = 24_000
BITS = 24_000

Image.MAX_IMAGE_PIXELS = PIXELS


def picture(data: bytes) -> tuple[Parts, int]:
    """One picture, upright, at most EDGE pixels wide and high."""
    with Image.open(BytesIO(data), formats=PICTURES) as image:
        if image.width * image.height > PIXELS:
            raise ValueError("too many pixels")
        image.draft("RGB", (EDGE, EDGE))
        return [_jpeg(ImageOps.exif_transpose(image))], 1


def pages(data: bytes) -> tuple[Parts, int]:
    """The first PAGES pages of a PDF as pictures."""
    with pypdfium2.PdfDocument(data) as document:
        of = len(document)
        shown = []
        for number in range(min(of, PAGES)):
            page = document[number]
            scale = min(2.0, EDGE / max(1.0, *page.get_size()))
            shown.append(_jpeg(page.render(scale=scale, may_draw_forms=False).to_pil()))
        return shown, of


def sound(data: bytes, container: str, factor: float = 1.0) -> tuple[Parts, int]:
    """The first audio stream as mono Opus in Ogg; with another `factor` than 1, pitch and formants moved by it."""
    out = BytesIO()
    with av.open(BytesIO(data), "r", format=container) as source, av.open(out, "w", format="ogg") as target:
        heard = source.streams.audio[0]
        heard.codec_context.thread_count = 1
        stream = target.add_stream("libopus", rate=RATE, layout="mono", bit_rate=BITS)
        stream.codec_context.thread_count = 1
        for frame in _moved(source.decode(heard), factor):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return [("audio/ogg", out.getvalue())], 1


def film(data: bytes, container: str) -> tuple[Parts, int]:
    """The first STILLS whole pictures of a film, then its sound, if it has any."""
    stills: Parts = []
    with av.open(BytesIO(data), "r", format=container) as source:
        seen = source.streams.video[0]
        seen.codec_context.thread_count = 1
        seen.codec_context.skip_frame = "NONKEY"
        if seen.width * seen.height > PIXELS:
            raise ValueError("too many pixels")
        for frame in source.decode(seen):
            stills.append(_jpeg(_pixels(frame)))
            if len(stills) == STILLS:
                break
        has_sound = bool(source.streams.audio)
    parts = stills + (sound(data, container)[0] if has_sound else [])
    return parts, len(parts)


def _pixels(frame: Any) -> Image.Image:
    image: Image.Image = frame.to_image(threads=1)
    return image


def _jpeg(image: Image.Image) -> tuple[str, bytes]:
    if image.mode in ("RGBA", "LA", "P", "PA"):
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    image = image.convert("RGB")
    image.thumbnail((EDGE, EDGE))
    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = BytesIO()
    bare.save(out, "JPEG", quality=88)
    return "image/jpeg", out.getvalue()


def _moved(frames: Iterator[Any], factor: float) -> Iterator[Any]:
    """Frames as mono 16 bit at RATE, played `factor` times as fast at the same length."""
    even = AudioResampler(format="s16", layout="mono", rate=RATE)
    graph = _mover(factor) if factor != 1.0 else None
    limit, heard = SECONDS * RATE, 0
    for frame in frames:
        frame.pts = None
        for plain in even.resample(frame):
            heard += plain.samples
            if heard > limit:
                raise ValueError("too long")
            yield from _through(graph, plain) if graph else [plain]
    for plain in even.resample(None):
        yield from _through(graph, plain) if graph else [plain]
    if graph:
        graph.push(None)
        yield from _pulled(graph)


def _mover(factor: float) -> Graph:
    """Sampled anew at another speed, which moves pitch and formants alike, then stretched back to its length."""
    graph = Graph()
    steps = [
        graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono"),
        graph.add("asetrate", str(round(RATE * factor))),
        graph.add("aresample", str(RATE)),
        graph.add("atempo", f"{1 / factor:.6f}"),
        graph.add("aformat", f"sample_fmts=s16:sample_rates={RATE}:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(*steps).configure()
    return graph


def _through(graph: Graph, frame: Any) -> Iterator[Any]:
    graph.push(frame)
    yield from _pulled(graph)


def _pulled(graph: Graph) -> Iterator[Any]:
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, EOFError):
            return
        frame.pts = None
        yield frame
