"""Partner desks' keys: whose one is, and the digits that are compared by voice (spec/sharing.md, "Partner desks")."""

from amana.desk.fields import blind
from amana.desk.lock import lock
from amana.sealing import codec, desks, ed25519
from amana.sealing.ids import id_of
from amana.testimony.models import Testimony
from amana.testimony.partners.models import Partner

PLACE = "partners_partner.key"
PERSON = "partners_share.person"


def own() -> bytes:
    """This desk's own card key, its public side."""
    return ed25519.public_key(lock.keys.card)


def own_fingerprint() -> str:
    """The id of this desk's card key."""
    return id_of(own())


def index_of(key: bytes) -> str:
    """The blind index of a public key (32 bytes)."""
    return blind(key.hex(), PLACE)


def holder(key: bytes) -> Partner | None:
    """The desk whose card key this is; None for a key that nobody here knows."""
    return Partner.objects.filter(key_index=index_of(key)).first()


def key_of(partner: Partner) -> bytes:
    """A partner desk's card key (32 bytes)."""
    return codec.from_base64url(str(partner.key))


def fingerprint_of(partner: Partner) -> str:
    """The id of a partner desk's card key: to whom messages are addressed."""
    return id_of(key_of(partner))


def digits_of(partner: Partner) -> str:
    """The forty digits that both desks show."""
    return desks.check_digits(own(), key_of(partner))


def person_for(partner: Partner, testimony: Testimony) -> str | None:
    """The partner desk's word for whose account it is: the same for all of hers, and of no use to any other desk."""
    if testimony.survivor_id is None:
        return None
    whole = blind(f"{partner.pk} {testimony.survivor_id}", PERSON)
    return codec.base64url(bytes.fromhex(whole)[:16])
