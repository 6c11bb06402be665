"""Every wording of a comment that was edited. Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class CommentRevision(models.Model):
    """One wording. Number 1 is what was posted; a comment that was never edited has none.

    The newest one says what the comment itself says; each is committed to by an entry of its own.
    """

    comment = models.ForeignKey("forums.Comment", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    position = models.CharField(max_length=6, blank=True)
    criterion = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    adds = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    entry_number = models.BigIntegerField()  # of its entry in the book
    client_key = models.UUIDField()

    class Meta:
        verbose_name = verbose_name_plural = _("lần sửa ý kiến")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="revision_once_per_number"),
            models.UniqueConstraint(fields=["comment", "client_key"], name="revision_once_per_key"),
            models.CheckConstraint(name="revision_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.comment_id}.{self.number}"
