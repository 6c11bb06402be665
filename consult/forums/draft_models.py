"""Unsent texts. They belong to the person, not to a voice: nobody else reads them and no entry tells of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Attachment, Consultation
from consult.documents.models import Clause


class OpinionDraft(models.Model):
    """What a person is writing in one composer: about a clause, an attachment or the whole draft, as a reply, or as an edit."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.CASCADE, related_name="+")
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("forums.Comment", null=True, on_delete=models.CASCADE, related_name="+")
    edits = models.ForeignKey("forums.Comment", null=True, on_delete=models.CASCADE, related_name="+")
    client_key = models.UUIDField()

    class Meta:
        verbose_name = verbose_name_plural = _("bản nháp")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "consultation", "clause", "attachment", "parent", "edits"],
                name="one_draft_per_composer",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.pk}"


class DraftSave(models.Model):
    """One state of a draft; the newest is the draft itself, the others are its history."""

    draft = models.ForeignKey(OpinionDraft, on_delete=models.CASCADE, related_name="saves")
    at = models.DateTimeField()
    device = models.CharField(max_length=36)
    values = models.JSONField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["draft", "-at"])]

    def __str__(self):
        return f"{self.draft_id} {self.at}"
