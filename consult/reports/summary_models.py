"""The council's summary of a compilation: sentences that name what they rest on."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Summary(models.Model):
    """One per compilation; `version` counts its wordings."""

    compilation = models.OneToOneField(
        "reports.Compilation", on_delete=models.CASCADE, related_name="summary"
    )
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Tóm tắt")

    def __str__(self):
        return f"{self.compilation_id}: {self.version}"


class SummarySentence(models.Model):
    """A sentence with its sources ("diem-3" a point, "trich-12" quoted words); never without one, by constraint."""

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="sentences")
    order = models.PositiveIntegerField()
    text = models.TextField()
    sources = ArrayField(models.CharField(max_length=30))

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "order"], name="sentence_in_its_place"),
            models.CheckConstraint(name="sentence_has_words", condition=~Q(text="")),
            models.CheckConstraint(name="sentence_has_a_source", condition=Q(sources__len__gt=0)),
        ]

    def __str__(self):
        return f"{self.summary_id}: {self.order}"
