"""What a phone with ODK Collect sends, as tests make it: manifests, noise for sealed files, multipart bodies."""

import secrets
from base64 import b64encode
from uuid import uuid4
from xml.sax.saxutils import escape, quoteattr

COLLECT, STANDARD = "http://www.opendatakit.org/xforms/encrypted", "http://opendatakit.org/submissions"
OPENROSA = {"X-OpenRosa-Version": "1.0"}
INCOMPLETE = ("*isIncomplete*", None, "text/plain", b"yes")
Part = tuple[str, str | None, str, bytes]


def new_instance() -> str:
    return f"uuid:{uuid4()}"


def noise(size: int = 4096) -> bytes:
    """What a sealed file looks like."""
    return secrets.token_bytes(size)


def manifest(
    form: str = "listening",
    version: str | None = "1",
    instance: str | None = None,
    media: tuple[str, ...] = (),
    namespace: str = COLLECT,
) -> bytes:
    """A manifest as Collect writes it."""
    key, signature = (b64encode(secrets.token_bytes(384)).decode() for _ in range(2))
    said = "" if version is None else f" version={quoteattr(version)}"
    files = "".join(f"<media><file>{escape(name)}</file></media>\n" for name in media)
    return (
        f'<data xmlns="{namespace}" id={quoteattr(form)}{said} encrypted="yes">'
        f"<base64EncryptedKey>{key}</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{escape(instance or new_instance())}'
        f"</orx:instanceID></orx:meta>\n{files}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature></data>"
    ).encode()


def xml_part(data: bytes) -> Part:
    return ("xml_submission_file", "submission.xml", "text/xml", data)


def file_part(name: str, data: bytes) -> Part:
    return (name, name, "application/octet-stream", data)


def multipart(*parts: Part) -> tuple[bytes, str]:
    """A body and its content type, in the manner of OkHttp, with which Collect sends."""
    boundary = str(uuid4())
    body = bytearray()
    for name, file, kind, data in parts:
        quoted = "" if file is None else f'; filename="{_quoted(file)}"'
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"{quoted}\r\n'.encode()
        body += f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data + b"\r\n"
    return bytes(body) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
