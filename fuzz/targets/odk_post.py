"""A post of an ODK client: multipart, and the manifest in it. Whatever is taken is a manifest and sealed files."""

from amana.errors import Problem
from amana.hub.odk.post import PlainBeside, Reading, looks_sealed
from amana.sealing.odk import SEALED, read_manifest

KEY = b"A" * 343 + b"="
MANIFEST = (
    b'<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="tea" version="1" encrypted="yes">'
    b"<base64EncryptedKey>%s</base64EncryptedKey>"
    b'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>uuid:1</orx:instanceID></orx:meta>'
    b"<media><file>1.jpg.enc</file></media><encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
    b"<base64EncryptedElementSignature>%s</base64EncryptedElementSignature></data>" % (KEY, KEY)
)
HEAD = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: text/xml\r\n\r\n'
SEALED_FILE = bytes.fromhex("8f1d03c7b2e95a640df8417c93aa2be6")
SEEDS = [
    HEAD % (b"xml_submission_file", b"submission.xml") + MANIFEST + b"\r\n--x--\r\n",
    HEAD % (b"xml_submission_file", b"submission.xml")
    + MANIFEST
    + b"\r\n"
    + HEAD % (b"1.jpg.enc", b"1.jpg.enc")
    + SEALED_FILE
    + b'\r\n--x\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n--x--\r\n',
    MANIFEST,
]


def check(data: bytes) -> None:
    """Give `data` to the reader of posts whole and in halves, and, as it is, to that of manifests."""
    taken = []
    for pieces in ([data], [data[: len(data) // 2], data[len(data) // 2 :]]):
        reading = Reading("multipart/form-data; boundary=x")
        for piece in pieces:
            if reading.wrong is None:
                reading.take(piece)
        try:
            post = reading.post()
        except (Problem, PlainBeside):
            taken.append("")  # of several faults, the first to be seen depends on where the pieces end
            continue
        assert read_manifest(post.xml) == post.manifest
        assert post.files.keys() <= set(post.manifest.files)
        assert all(name.endswith(SEALED) and looks_sealed(file) for name, file in post.files.items())
        taken.append(repr(post))
    assert taken[0] == taken[1]
    try:
        read_manifest(data)
    except Problem as problem:
        assert problem.code == "odk.plain"
