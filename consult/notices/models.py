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
    CLAUSE = "clause", _("Ý kiến mới ở nội dung tôi theo dõi")
    MENTION = "mention", _("Ý kiến nhắc đến tôi")
    ENDORSED = "endorsed", _("Ý kiến của tôi được tán thành")
    EDITED = "edited", _("Ý kiến tôi tán thành có câu chữ mới")
    VERSION = "version", _("Dự thảo có bản mới")
    DEADLINE = "deadline", _("Hồ sơ sắp hết hạn góp ý")
    MODERATION = "moderation", _("Kiểm duyệt ý kiến")


class Channel(models.TextChoices):
    """How one kind of notice reaches its reader; it is in the inbox in any case."""

    NOW = "now", _("Thư ngay")
    DAILY = "daily", _("Thư tổng hợp hằng ngày")
    WEEKLY = "weekly", _("Thư tổng hợp hằng tuần")
    INBOX = "inbox", _("Chỉ trong hộp thông báo")


class Mail(models.Model):
    """The outbox. A mail is written in the transaction that causes it and sent by the worker, once.

    `period` is empty for a mail of its own, else the digest that it is.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")
        DROPPED = "dropped", _("Không còn gì để gửi")

    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField()
    # A mail of notices has a user, and is worded when it leaves; other mails have their words from the beginning.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    period = models.CharField(max_length=6, choices=Channel.choices, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
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


class Notice(models.Model):
    """One line in somebody's inbox. Made once per entry and person, by constraint.

    Lines of one `group` are read together under their `head`. Where a line is about words that may change or go,
    `about` names them ("forums.comment:12"): they are looked up whenever the line is read or sent, never kept here.
    `channel` is the choice of its reader; `mail` the one mail that carries it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=120)  # "<entry>" or another name of the occasion
    group = models.CharField(max_length=120, default="")
    head = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.INBOX)
    mail = models.ForeignKey(Mail, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_occasion")]
        indexes = [
            models.Index(fields=["user", "read_at"]),
            models.Index(fields=["user", "group", "-at"]),
            models.Index(
                fields=["channel", "at"],
                condition=Q(mail=None, channel__in=["daily", "weekly"]),
                name="notice_awaits_digest",
            ),
        ]

    def __str__(self):
        return self.text


class Preference(models.Model):
    """How somebody wants to hear of one kind of notice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once_per_kind")]

    def __str__(self):
        return f"{self.kind}: {self.channel}"


class MailHabit(models.Model):
    """When somebody wants mails: not in quiet hours, the weekly one on a day, with or without what was read already."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_habit"
    )
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True)
    quiet_to = models.PositiveSmallIntegerField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(default=0)  # 0 is Monday
    leave_out_read = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_have_both_ends",
                condition=Q(quiet_from=None, quiet_to=None)
                | Q(quiet_from__range=(0, 23), quiet_to__range=(0, 23)),
            ),
            models.CheckConstraint(name="weekday_of_seven", condition=Q(weekday__range=(0, 6))),
        ]

    def __str__(self):
        return f"{self.user_id}"
