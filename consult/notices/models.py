from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.notices.querysets import MailQuerySet, NoticeQuerySet


class Kind(models.TextChoices):
    """What a notice is about; preferences are kept per kind."""

    INVITATION = "invitation", _("Lời mời tham gia")
    ANSWER = "answer", _("Kết quả tiếp thu, giải trình ý kiến của tôi")
    REPLY = "reply", _("Trả lời góp ý của tôi")
    FILE = "file", _("Diễn biến của hồ sơ tham vấn")
    WORK = "work", _("Việc đến lượt tôi")
    ACCOUNT = "account", _("Tài khoản và hồ sơ")


class Notice(models.Model):
    """One line in somebody's inbox. Made once per entry and person, by constraint."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=120)  # "<entry>" or another name of the occasion
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    digested = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_occasion")]
        indexes = [models.Index(fields=["user", "read_at"])]

    def __str__(self):
        return self.text


class Mail(models.Model):
    """The outbox. A mail is written in the transaction that causes it and sent by the worker, once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")

    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try_at"])]
        constraints = [
            models.CheckConstraint(name="sent_mail_has_time", condition=~Q(state="sent") | ~Q(sent_at=None))
        ]

    def __str__(self):
        return self.subject


class Preference(models.Model):
    """How somebody wants to hear of one kind of notice."""

    class Channel(models.TextChoices):
        NOW = "now", _("Thư ngay")
        DAILY = "daily", _("Thư tổng hợp hằng ngày")
        INBOX = "inbox", _("Chỉ trong hộp thông báo")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once_per_kind")]

    def __str__(self):
        return f"{self.kind}: {self.channel}"
