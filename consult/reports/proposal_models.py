"""What a language model proposed for the opinions on one clause, kept with where it came from. It places nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.kit.keys import KeyedModel


class ProposalRun(KeyedModel):
    """One question to the model: which one, what was sent, when, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ gửi")
        RUNNING = "running", _("Đang chờ mô hình trả lời")
        DONE = "done", _("Đã có đề xuất")
        FAILED = "failed", _("Không có đề xuất")

    class Fault(models.TextChoices):
        OFF = "off", _("Hệ thống không dùng mô hình ngôn ngữ.")
        NOTHING = "nothing", _("Không còn ý kiến công khai nào chờ xếp ở điều khoản này.")
        UNREACHABLE = "unreachable", _("Không kết nối được với mô hình ngôn ngữ.")
        TIMEOUT = "timeout", _("Mô hình ngôn ngữ không trả lời trong thời gian cho phép.")
        STATUS = "status", _("Máy chủ của mô hình ngôn ngữ báo lỗi.")
        REDIRECT = "redirect", _("Máy chủ của mô hình ngôn ngữ chuyển sang địa chỉ khác nên không gửi tiếp.")
        TOO_LARGE = "too-large", _("Câu trả lời của mô hình ngôn ngữ dài quá giới hạn.")
        UNREADABLE = "unreadable", _("Câu trả lời của mô hình ngôn ngữ không đúng cấu trúc.")
        CRASHED = "crashed", _("Lỗi của hệ thống khi xin đề xuất.")

    compilation = models.ForeignKey("reports.Compilation", on_delete=models.CASCADE, related_name="proposals")
    clause = models.ForeignKey("documents.Clause", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    model = models.CharField(max_length=200)
    # Of the request as it was sent, and of the answer as it came.
    prompt_hash = models.CharField(max_length=64, blank=True)
    answer_hash = models.CharField(max_length=64, blank=True)
    # The opinions that were sent, in order: [id, wording].
    sent = models.JSONField(default=list, blank=True)
    left_out = models.PositiveIntegerField(default=0)  # public ones that wait and did not fit
    # Groups that were thrown out: [number, code of the reason, what was wrong].
    refused = models.JSONField(default=list, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "client_key"], name="proposal_once_per_key"),
            models.CheckConstraint(
                name="proposal_knows_its_question", condition=~Q(state="done") | ~Q(prompt_hash="")
            ),
            models.CheckConstraint(
                name="failed_proposal_says_why",
                condition=Q(state="failed", fault__gt="") | ~Q(state="failed"),
            ),
        ]

    def __str__(self):
        return f"{self.compilation_id}: {self.state}"


class ProposedGroup(models.Model):
    """One group that the model proposed and the server found true to the words; a point once a person made it one."""

    run = models.ForeignKey(ProposalRun, on_delete=models.CASCADE, related_name="groups")
    order = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    comments = models.JSONField()  # ids
    quotes = models.JSONField()  # [id, words]
    point = models.ForeignKey("reports.Point", null=True, on_delete=models.SET_NULL, related_name="proposed")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["run", "order"], name="proposed_group_order")]

    def __str__(self):
        return self.title
