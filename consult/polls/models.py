from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation, Voice
from consult.documents.models import Clause
from consult.kit.keys import KeyedModel


class Choice(models.TextChoices):
    YES = "yes", _("Đồng ý")
    AMEND = "amend", _("Đồng ý, có sửa đổi, bổ sung")
    NO = "no", _("Không đồng ý")
    OUTSIDE = "outside", _("Ngoài chuyên môn của tôi")


class Poll(KeyedModel):
    """A question on a clause; results stay hidden until it closes."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang lấy phiếu")
        CLOSED = "closed", _("Đã kết thúc")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="polls")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="polls")
    question = models.CharField(_("câu hỏi"), max_length=500)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Thăm dò")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "client_key"], name="poll_once_per_key"),
        ]

    def __str__(self):
        return self.question


class Ballot(KeyedModel):
    """One voice's answer. One per voice and poll, by constraint."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "voice"], name="one_ballot_per_voice"),
            models.CheckConstraint(
                name="ballot_reason_where_needed",
                condition=~Q(choice__in=["amend", "no"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.poll_id}: {self.voice_id}"
