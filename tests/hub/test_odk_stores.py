"""What ODK clients send is kept alike in a folder and in an object store, by one hub and by two before one store."""

from hubkit import Client, Desk, running

from odkkit import OPENROSA, file_part, manifest, multipart, noise, xml_part


def _post(hub: Client, desk: Desk, *parts) -> int:
    body, kind = multipart(*parts)
    return hub.ask("POST", f"/odk/{desk.fingerprint}/submission", body, Content_Type=kind, **OPENROSA).status


def test_two_hubs_before_one_store_know_the_same_posts(hub: Client, place: str, desk: Desk) -> None:
    before = len(hub.list(desk.mailbox))
    xml, sealed = xml_part(manifest(media=("1.jpg.enc",))), file_part("submission.xml.enc", noise())
    with running(place, [desk]) as other:
        assert _post(hub, desk, xml, sealed) == 201
        assert _post(other, desk, xml, sealed) == 202
        assert _post(other, desk, xml, file_part("1.jpg.enc", noise())) == 201
    assert len(hub.list(desk.mailbox)) - before == 2
