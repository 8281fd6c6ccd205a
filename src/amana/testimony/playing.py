"""Which attachments a page plays or shows, and as what they are sent.

A strict list: whatever is not on it is only ever handed over as a file to keep, so
that nothing a stranger sent runs in the desk's pages.
"""

AUDIO = {"audio/ogg", "audio/webm", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aac"}
VIDEO = {"video/webm", "video/mp4"}
IMAGES = {"image/jpeg", "image/png", "image/webp"}


def plays(media_type: str) -> str:
    """How a page shows it: `audio`, `video`, `image`, or `file`."""
    for name, types in (("audio", AUDIO), ("video", VIDEO), ("image", IMAGES)):
        if media_type in types:
            return name
    return "file"
