"""Partner desks, what was shared with them, and what came from them.

Names, keys, links and terms are sealed in the column; what is in clear says only how far each thing has come. No row
holds anything that was told: an account that came stands beside the others, and its row here says on what terms.
"""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amana.desk.fields import EncryptedBytes, EncryptedJSON, EncryptedText
from amana.sealing import codec
from amana.testimony.erases import Erases
from amana.testimony.models import Attachment, Testimony, random_id

NAME = 16


def share_id() -> str:
    """By which two desks speak of a shared account: base64url of 16 random bytes."""
    return codec.base64url(secrets.token_bytes(NAME))


class Partner(models.Model):
    """Another organisation's desk, from its link to the end. By `name` people are asked whether they consent."""

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    name = EncryptedText()
    link = EncryptedText()
    key = EncryptedText()
    """Base64url of the 32 public bytes of its card key."""
    key_index = models.CharField(max_length=64, unique=True)
    card = EncryptedText()
    """The newest of its cards that was seen: the signed note."""
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_on = models.DateField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True)
    heard = models.BooleanField(default=False)
    """Whether it has greeted this desk, and so has compared the digits too."""
    greet_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    again = models.BooleanField(default=False)
    """Whether it was added anew after its end, and its digits wait to be compared: until then it counts as ended."""

    def __str__(self) -> str:
        return str(self.name)

    @property
    def to_compare(self) -> bool:
        """Whether a second person is still to say that the digits are the same."""
        return self.again if self.ended_on else self.confirmed_on is None


class State(models.TextChoices):
    """What holds of a shared account (spec/sharing.md, "What holds")."""

    SHARED = "shared", _("shared")
    PAUSED = "paused", _("paused")
    ERASED = "erased", _("erased")


class Share(models.Model):
    """An account that a release shared with a partner desk: what was approved, what holds, and what was answered."""

    erases = {"testimony": Erases.LINK, "of": Erases.STAYS}
    id = models.CharField(primary_key=True, max_length=22, default=share_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="shares")
    testimony = models.ForeignKey(Testimony, models.PROTECT, null=True, related_name="shares")
    approved = EncryptedJSON()
    """Purpose → with whom, by name, the partner may share it in its turn. What was taken back leaves it for good."""
    extent = models.CharField(max_length=10)
    """How much of the account goes: a code of vocabulary/share_extents.yaml."""
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="additions")
    """Of what was added by receipt to an account: the share of that account, without which it does not stand."""
    taken_back = models.BooleanField(default=False)
    number = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State.choices, default=State.SHARED)
    agreed = EncryptedJSON(default=list)
    """The terms as they were last said, as spec/sharing.md has them."""
    narrows = models.BooleanField(default=False)
    """Whether what is said now allows less than what was said before, and so waits for no check of the hub."""
    answered = models.PositiveIntegerField(default=0)
    answered_on = models.DateField(null=True)
    next = models.DateField(null=True, db_index=True)
    """When it goes, or goes again; nothing is to go where there is none."""
    tries = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "testimony"], name="shared_once", condition=~models.Q(state="erased")
            )
        ]


class PartnerForm(models.Model):
    """A form that a partner desk's accounts answer, as phones read it; used for what came with it, and nothing else."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="forms")
    sha256 = models.CharField(max_length=64)
    phone = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "sha256"], name="one_form_of_a_partner")]


class Copy(models.Model):
    """One file of an attachment made anew; `told` is what an envelope says of it, empty where nothing can be made."""

    erases = {"attachment": Erases.ROW}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="copies")
    changed = models.BooleanField()
    """Whether voices were changed in it."""
    part = models.PositiveSmallIntegerField()
    told = EncryptedJSON(default=dict)
    content = EncryptedBytes(default=b"")
    salt = EncryptedBytes(default=b"")
    """With which it is tied to its original (spec/sharing.md, Files); empty in copies from before there were ties."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "changed", "part"], name="copied_once")]


class Came(models.Model):
    """A shared account that a partner desk told of: the highest number that came, and what holds here."""

    erases = {"testimony": Erases.LINK}
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="came")
    share = models.CharField(max_length=22)
    number = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=6, choices=State.choices, default=State.SHARED)
    terms = EncryptedJSON(default=dict)
    """What the last message that brought the account said of it (`receiving.TERMS`); empty while none holds."""
    person = models.CharField(max_length=64, blank=True, db_index=True)
    """Blind index of the partner's word for whose account it is; empty where it had none."""
    adds_to = models.CharField(max_length=22, blank=True, db_index=True)
    """The partner's share of the account to which this was added; empty for an account."""
    form = models.ForeignKey(PartnerForm, models.PROTECT, null=True, related_name="+")
    testimony = models.OneToOneField(Testimony, models.PROTECT, null=True, related_name="came")
    had = models.BooleanField(default=False)
    """Whether the account ever was here: then it comes no second time."""
    answer_due = models.BooleanField(default=False)
    on = models.DateField()
    changed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "share"], name="came_once")]

    @property
    def gone(self) -> bool:
        """Whether it was here and was erased, by whoever's wish."""
        return self.state == State.ERASED or (self.had and self.testimony_id is None)
