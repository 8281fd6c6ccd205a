"""The process that reads what a stranger sent: `python -I -m amana.testimony.cleaning.child KIND CONTAINER FACTOR`.

Loads its libraries, shuts itself in, and only then reads. Bytes on its standard input; on its output one line of JSON
(`parts`: media types and sizes; `of`), then the parts. Ends with 1 if nothing can be shown, with 2 if the guard fails.
"""

import json
import os
import pkgutil
import sys
from importlib import import_module


def main(kind: str, container: str, factor: str) -> int:
    """Make new files of what comes on standard input."""
    import av
    from PIL import Image

    from amana.testimony.cleaning import guard, makers

    # Nothing can be loaded later.
    Image.init()
    for module in pkgutil.walk_packages(av.__path__, "av."):
        import_module(module.name)
    try:
        guard.shut()
    except OSError:
        return 2
    data = sys.stdin.buffer.read()
    try:
        match kind:
            case "image":
                parts, of = makers.picture(data)
            case "pages":
                parts, of = makers.pages(data)
            case "audio":
                parts, of = makers.sound(data, container, float(factor))
            case _:
                parts, of = makers.film(data, container)
    except BaseException:
        # Whatever it was: what it says could hold what was sent.
        return 1
    head = {"parts": [[media_type, len(new)] for media_type, new in parts], "of": of}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(new for _, new in parts))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    os._exit(main(*sys.argv[1:]))
