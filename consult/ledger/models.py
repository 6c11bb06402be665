from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.core import trust


class Book(models.Model):
    """One numbered series of entries. Its row is the lock that orders them."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("hồ sơ tham vấn")
        ROOM = "room", _("phòng thảo luận")
        OFFICE = "office", _("sổ của tổ chức")
        PEOPLE = "people", _("sổ người dùng")
        ROUND = "round", _("đợt góp ý nội bộ của hội")

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    last_seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default=trust.START)
    # Verbs that the present stage opens, and when it stops opening them (by the database's clock).
    open_verbs = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    # The last entry that the notices have read; they are never lost, only late.
    told_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="book_seq_positive", condition=Q(last_seq__gte=0))]

    def __str__(self):
        return self.code


class Entry(models.Model):
    """One act. Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE, whoever asks."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    # "voice:12", "user:7", "system": a voice need not lead to a person.
    actor = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    audience = models.CharField(max_length=12)
    data = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, default="")
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        ordering = ["book", "seq"]
        constraints = [models.UniqueConstraint(fields=["book", "seq"], name="entry_once_per_number")]
        indexes = [
            models.Index(fields=["target_kind", "target_id"]),
            models.Index(fields=["actor"]),
        ]

    def __str__(self):
        return self.receipt

    @property
    def receipt(self) -> str:
        """The number that the author keeps."""
        return f"{self.book.code}-{self.seq:06d}"
