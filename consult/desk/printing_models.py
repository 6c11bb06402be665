"""Copies of the text and the opinions that somebody asked for as a file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.documents.models import DraftVersion


class PrintCopy(models.Model):
    """A PDF of a version with what is said about it, made by a job for one person and removed after a day.

    It holds what this person could read: `audience` is compared again before it is handed over. `head` is that of the
    book when it was asked for: while the file is as it was, the same copy is given again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ lập tệp")
        MAKING = "making", _("Đang lập tệp")
        DONE = "done", _("Đã lập xong")
        FAILED = "failed", _("Chưa lập được")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="+")
    head = models.CharField(max_length=64)
    audience = models.CharField(max_length=60)
    only = models.CharField(max_length=200, blank=True)  # the filters, joined by blanks
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    file = models.FileField(upload_to="print-copies/%Y/%m", blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "head", "audience", "only"], name="print_copy_once_per_state"
            )
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.state}"
