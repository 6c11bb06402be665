"""Files that go with an opinion. Before it is sent they hang on its draft, afterwards on the comment."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.forums.draft_models import OpinionDraft


class EvidenceFile(models.Model):
    """One file, stored without what tells of its maker. `name` is the sender's, for them alone, until it is sent."""

    draft = models.ForeignKey(OpinionDraft, null=True, on_delete=models.CASCADE, related_name="files")
    comment = models.ForeignKey("forums.Comment", null=True, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200, blank=True)
    extension = models.CharField(max_length=5)
    file = models.FileField(upload_to="evidence/")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("tệp kèm ý kiến")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_has_one_place",
                condition=Q(draft__isnull=False, comment__isnull=True)
                | Q(draft__isnull=True, comment__isnull=False, name=""),
            )
        ]

    def __str__(self):
        return f"{self.pk}"
