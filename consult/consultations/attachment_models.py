"""Papers that go with a draft: the submission, the assessment of impact, the comparison."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.kit.keys import KeyedModel


class Attachment(KeyedModel):
    """A paper of the file beside the draft. Frozen once the file is open (a trigger refuses every change)."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("Tờ trình")
        IMPACT = "impact", _("Báo cáo đánh giá tác động")
        COMPARISON = "comparison", _("Bảng so sánh")
        OTHER = "other", _("Tài liệu khác")

    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.PROTECT, related_name="attachments"
    )
    kind = models.CharField(_("loại tài liệu"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("tên tài liệu"), max_length=300)
    file = models.FileField(upload_to="attachments/%Y/%m")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    lines = models.JSONField(default=list)  # the text as it was read: paragraphs, and tables as rows of cells
    late = models.BooleanField(default=False)  # came when the file was open already
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "client_key"], name="attachment_once_per_key"),
            models.CheckConstraint(name="attachment_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self):
        return self.title


class SummaryCorrection(models.Model):
    """The plain summary was corrected while the file was open: what it said before, and why."""

    consultation = models.ForeignKey(
        "consultations.Consultation", on_delete=models.PROTECT, related_name="summary_corrections"
    )
    before = models.TextField()
    after = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="correction_has_a_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.consultation_id}"
