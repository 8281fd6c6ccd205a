"""What strangers send: sound, pictures and pages as phones make them, with traces in them; and what is to harm."""

import struct
import zlib
from io import BytesIO

import av
import numpy as np
import pypdfium2
from PIL import Image

TRACE = b"Sandgrouse-Velda-7731"


def sound(container="webm", codec="libopus", seconds=1.0, pitch=200.0):
    out, rate = BytesIO(), 48_000
    with av.open(out, "w", format=container) as target:
        target.metadata["title"] = TRACE.decode()
        stream = target.add_stream(codec, rate=rate, layout="mono")
        time = np.arange(int(rate * seconds)) / rate
        wave = (9000 * np.sign(np.sin(2 * np.pi * pitch * time))).astype("int16")
        for at in range(0, len(wave), 960):
            frame = av.AudioFrame.from_ndarray(wave[None, at : at + 960], format="s16", layout="mono")
            frame.sample_rate = rate
            for packet in stream.encode(frame):
                target.mux(packet)
        target.mux(stream.encode(None))
    return out.getvalue()


def film(seconds=1):
    out = BytesIO()
    with av.open(out, "w", format="mp4") as target:
        stream = target.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for shade in range(5 * seconds):
            picture = np.full((48, 64, 3), shade * 9, "uint8")
            target.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        target.mux(stream.encode(None))
    return out.getvalue()


def photo(kind="JPEG", size=(320, 200)):
    """With a camera's words in it, lying on its side."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = TRACE.decode(), 6
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


def pdf(pages=2):
    document, out = pypdfium2.PdfDocument.new(), BytesIO()
    for _ in range(pages):
        document.new_page(200, 300)
    document.save(out)
    return out.getvalue()


def _png(width, height, body):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def hostile():
    """Name → (media type, bytes)."""
    zeros = zlib.compress(bytes(200_000_000), 9)
    endless = pdf().replace(b"/Kids[", b"/Kids[1 0 R 2 0 R 3 0 R ")
    return {
        "empty": ("image/jpeg", b""),
        "broken off": ("image/jpeg", photo()[:700]),
        "another kind": ("image/png", sound()),
        "a picture of 3.6 gigapixels": ("image/png", _png(60_000, 60_000, zeros)),
        "a page of markup as a picture": ("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        "sound broken off": ("audio/webm", sound()[:200]),
        "a list of files as sound": ("audio/mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
        "film of nothing": ("video/mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(400)),
        "pages that hold themselves": ("application/pdf", b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]>>endobj\n"),
        "pages in circles": ("application/pdf", endless[: len(endless) // 2]),
        "noise": ("audio/ogg", bytes(range(256)) * 300),
    }
