"""What is kept of what was told: the bytes as received, the account as told, and what came after.

The columns in clear say only that something came and who looks after it. What was
told, and who told it, is sealed in the column in either database. As-told rows are
never edited and never removed: `KeptForGood` refuses it.
"""

import secrets
from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from amana.desk.fields import EncryptedBytes, EncryptedJSON, EncryptedText
from amana.desk.gathering import undoable
from amana.errors import Problem
from amana.testimony import pseudonym
from amana.testimony.erases import Erases


def random_id() -> str:
    """26 characters of base32 from 16 random bytes: an address that tells nothing."""
    return b32encode(secrets.token_bytes(16)).decode().lower().rstrip("=")


class Coded(models.Model):
    """A row that is spoken of by a code. No two rows of a table have the same: what another has is drawn anew."""

    code = models.CharField(max_length=9, unique=True, default=pseudonym.draw, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As ever; a new row whose code is another's already, under a new one."""
        if not self._state.adding:
            return super().save(*args, **kwargs)
        while True:
            try:
                with undoable():
                    return super().save(*args, **kwargs)
            except IntegrityError:
                if not type(self)._default_manager.filter(code=self.code).exists():
                    raise
                field: Any = self._meta.get_field("code")
                self.code = field.get_default()


class KeptForGood(models.Model):
    """A row that is written once. Columns named in `may_change` tell how it is looked after, not what it says."""

    may_change: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row, or those columns alone that may change."""
        if not self._state.adding and not set(kwargs.get("update_fields") or ["*"]) <= set(self.may_change):
            raise Problem("testimony.kept_as_received")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Never."""
        raise Problem("testimony.kept_as_received")


class Envelope(KeptForGood):
    """The bytes as received, still sealed; none of a parcel. `reason` is the problem's code if it was kept aside."""

    may_change = ("reason",)

    class Way(models.TextChoices):
        """How it came."""

        HUB = "hub", _("from the hub")
        FILE = "file", _("carried by hand")
        PARCEL = "parcel", _("carried by another phone")

    id = models.CharField(primary_key=True, max_length=52)
    sealed = models.BinaryField()
    day = models.DateField()
    way = models.CharField(max_length=6, choices=Way.choices)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        # Those few that were kept aside are found without a look at any other.
        indexes = [models.Index(fields=["reason", "-day", "id"], name="envelope_aside")]


class Survivor(Coded):
    """A person whom the desk helps, under a code; who she is, and how to reach her safely, only if she wished it known.

    Her accounts point here. What her care needs (risks, tasks, a guardian …) is kept by `amana.testimony.cases`.
    """

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases_in_hand")
    """Who looks after her and, always, after every one of her accounts."""
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    held_back = models.BooleanField(default=False)
    """Whether nothing of her accounts may be shared now, whatever was agreed (`cases.minors.hold`)."""
    name = EncryptedText(blank=True)
    contact = EncryptedText(blank=True)
    safe_contact = EncryptedText(blank=True)
    identifying = EncryptedText(blank=True)
    """Words that point to her besides her name (a nickname, a relative, a shop), one a line: no release has them."""

    class Meta:
        # What the lists of cases are read from, in their order (amana.testimony.cases.lists).
        indexes = [
            models.Index(fields=["handler", "closed_on", "code", "opened_on"], name="case_in_hands"),
            models.Index(fields=["handler", "-closed_on", "code"], name="case_closed"),
            models.Index(fields=["closed_on", "code", "handler", "id", "opened_on"], name="case_open"),
        ]

    def __str__(self) -> str:
        return self.code


class Testimony(Coded, KeptForGood):
    """One telling, as received. `told` is the JSON of the envelope (spec/envelope.md), byte for byte in meaning."""

    may_change = ("handler", "seen", "survivor", "shut")
    erases = {"envelope": Erases.ROW, "survivor": Erases.ROW}

    class Kind(models.TextChoices):
        """What came."""

        ACCOUNT = "account", _("Account")
        DRAFT = "draft", _("Unfinished account")
        ADDITION = "addition", _("Addition")
        CHOICES = "choices", _("Choices")
        ERASURE = "erasure", _("Wish to erase")

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    envelope = models.OneToOneField(Envelope, models.PROTECT, related_name="testimony")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    told = EncryptedJSON()
    receipt = models.CharField(max_length=64, blank=True, db_index=True)
    """Blind index of the reply address: the same for everything that one receipt sent; empty without a receipt."""
    draft = models.CharField(max_length=64, blank=True, db_index=True)
    """Blind index of the draft's id: the same for an account and for what came of it before it was whole; or empty."""
    day = models.DateField()
    seen = models.BooleanField(default=False)
    shut = models.BooleanField(default=False)
    """Whether nobody here may open it for now: the desk from which it came has paused it (spec/sharing.md)."""
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="in_hand")
    survivor = models.ForeignKey(Survivor, models.PROTECT, null=True, related_name="testimonies")

    class Meta:
        # What the lists are read from, in their order, without a look at what was told (amana.testimony.lists).
        indexes = [
            models.Index(fields=["handler", "-day", "id", "kind", "draft", "shut"], name="testimony_in_hands"),
            models.Index(fields=["handler", "seen", "-day", "id"], name="testimony_unread"),
            models.Index(fields=["-day", "id", "handler", "shut"], name="testimony_newest"),
            models.Index(
                fields=["kind", "-day", "id", "handler", "shut", "seen", "survivor"], name="testimony_by_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @contextmanager
    def bare(self) -> Iterator[None]:
        """Within, nothing can point to this new row yet: the database need not be asked."""
        related = type(self).came.related
        related.set_cached_value(self, None)
        self._prefetched_objects_cache = {"replies": Reply.objects.none()}
        try:
            yield
        finally:
            related.delete_cached_value(self)
            del self._prefetched_objects_cache


def unread() -> models.Q:
    """That nobody has read it yet; said as a value, since SQLite looks for no NOT in an index."""
    return models.Q(seen__in=[False])


class Consent(KeptForGood):
    """One answer, at one time: for a purpose and, where it is shared, for one recipient or for none by name.

    It is about an account, or about the person herself where it would say nothing of an account. Which answer holds is
    decided in `amana.testimony.consents`, and nowhere else.
    """

    class Answer(models.TextChoices):
        """What she said."""

        YES = "yes", _("yes")
        NO = "no", _("no")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Way(models.TextChoices):
        """How she said it."""

        SEALED = "sealed", _("in what she sealed herself")
        SPOKEN = "spoken", _("said aloud")
        TICK = "tick", _("ticked on paper")
        THUMB = "thumb", _("with a thumb print")
        GUARDIAN = "guardian", _("through a guardian")
        DESK = "desk", _("through another desk")

    erases = {"testimony": Erases.ROW, "survivor": Erases.ROW}
    testimony = models.ForeignKey(Testimony, models.PROTECT, null=True, related_name="consents")
    survivor = models.ForeignKey(Survivor, models.PROTECT, null=True, related_name="consents")
    """Her, where the answer is of no account."""
    purpose = models.CharField(max_length=40)
    recipient = models.CharField(max_length=64, blank=True, default="")
    """Blind index of the recipient's name; empty where none was named."""
    named = EncryptedText(blank=True)
    """The recipient's name, as it was said."""
    answer = models.CharField(max_length=10, choices=Answer.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    language = models.CharField(max_length=35, blank=True, default="")
    """In which language it was asked; empty where that is not known."""
    valid_until = models.DateField(null=True)
    """The last day on which a yes holds; open where nobody set one."""
    at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Who asked; nobody where it came sealed."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_of_one_thing",
                condition=models.Q(testimony=None, survivor__isnull=False)
                | models.Q(testimony__isnull=False, survivor=None),
            )
        ]
        indexes = [models.Index(fields=["purpose", "recipient", "testimony"], name="consent_asked_for")]


class Attachment(KeptForGood):
    """The bytes of an attachment; its name, type and hash stand in `told["attachments"][position]`."""

    erases = {"testimony": Erases.ROW}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    content = EncryptedBytes()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["testimony", "position"], name="one_attachment_a_position")]


class Reply(KeptForGood):
    """What was written to a receipt's holder; it is in every letter from then on."""

    erases = {"testimony": Erases.ROW}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="replies")
    text = EncryptedText()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


class Receipt(models.Model):
    """A receipt to which letters still go, by its blind index (`Testimony.receipt`); the row ends with its letters.

    `address` is its mailbox, its recipient and the language that it was told in; `came` the day on which something
    last came with it; `next` the day of its next letter; `written` when the hub got the last one.
    """

    id = models.CharField(primary_key=True, max_length=64)
    address = EncryptedJSON()
    came = models.DateField()
    next = models.DateField(db_index=True)
    written = models.DateTimeField(null=True, db_index=True)


class Erased(models.Model):
    """The id of an envelope that was erased: what comes again under it is not taken in."""

    id = models.CharField(primary_key=True, max_length=52)


class IdentityRequest(models.Model):
    """Somebody who does not look after a testimony asks to see whose it is; a second person allows it once.

    `until` is when the permission ends, `used` whether nothing can come of it any more: it was used, or refused.
    """

    erases = {"testimony": Erases.ROW}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="identity_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = EncryptedText()
    at = models.DateTimeField(auto_now_add=True)
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField(null=True)
    used = models.BooleanField(default=False)


class Questionnaire(KeptForGood):
    """A form that was published: as phones read it and as ODK does. Accounts answer it, so it never changes."""

    form = models.CharField(max_length=64)
    version = models.CharField(max_length=100)
    phone = models.TextField()
    odk = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "version"], name="one_form_a_version")]


class Gazetteer(KeptForGood):
    """A list of places that was published, by the hash by which a card names it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    places = models.TextField()


class Card(KeptForGood):
    """A desk card that was published: the signed note, the hub that serves it, and the link (it may hold a token)."""

    serial = models.PositiveIntegerField(primary_key=True)
    note = models.TextField()
    hub = models.CharField(max_length=300)
    link = EncryptedText()
    day = models.DateField()
