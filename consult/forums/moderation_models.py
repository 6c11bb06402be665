"""Moderation: who flagged a comment and why, what was decided by whom, the author's appeal, and the file's pace."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.forums.moderation_querysets import CaseQuerySet, RulingQuerySet
from consult.kit.keys import KeyedModel


class Ground(models.TextChoices):
    """The published catalogue: why a comment may be flagged, and the only reasons for which one is hidden."""

    INSULT = "insult", _("Xúc phạm, công kích cá nhân")
    OFF_TOPIC = "off_topic", _("Không liên quan đến dự thảo, gửi sai địa chỉ")
    ADVERT = "advert", _("Quảng cáo")
    PRIVATE = "private", _("Lộ thông tin cá nhân của người khác")
    SECRET = "secret", _("Có dấu hiệu bí mật nhà nước")
    OTHER = "other", _("Vi phạm khác, được nêu rõ trong quyết định")


class Conduct(models.Model):
    """How a file takes comments: the pace of one voice, and whether each comment is looked at before it is shown."""

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="conduct")
    gap = models.PositiveIntegerField(_("số giây giữa hai lần gửi"), default=0)
    per_hour = models.PositiveIntegerField(_("số ý kiến trong một giờ"), default=0)
    # Fixed when the file opens, by a trigger too.
    premoderated = models.BooleanField(_("duyệt trước khi hiện"), default=False)
    version = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.consultation_id}"


class Case(models.Model):
    """All that concerns the moderation of one comment; its version orders the moderators."""

    class State(models.TextChoices):
        NEW = "new", _("Mới")
        LOOKING = "looking", _("Đang xem")
        DONE = "done", _("Đã xử lý")
        APPEALED = "appealed", _("Khiếu nại")

    comment = models.OneToOneField("forums.Comment", on_delete=models.PROTECT, related_name="case")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    # Waits for approval before it is shown; else somebody flagged it.
    held = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waiting_since = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["waiting_since", "id"]
        indexes = [models.Index(fields=["consultation", "state", "waiting_since"])]

    def __str__(self):
        return f"{self.pk}"


class Flag(models.Model):
    """Somebody reports a comment: once per person, seen by moderators alone."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Chờ xem xét")
        UPHELD = "upheld", _("Có cơ sở")
        DISMISSED = "dismissed", _("Không có cơ sở")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.WAITING)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="flagged_once_per_person")]
        indexes = [models.Index(fields=["reporter", "at"])]

    def __str__(self):
        return f"{self.ground} {self.case_id}"


class Ruling(KeyedModel):
    """What was decided about a comment. Never changed or removed: refused by a trigger."""

    class Outcome(models.TextChoices):
        SUSPENDED = "suspended", _("Tạm ẩn để xem xét")
        KEPT = "kept", _("Giữ nguyên")
        HIDDEN = "hidden", _("Ẩn ý kiến")
        RESTORED = "restored", _("Hiện lại ý kiến")
        APPROVED = "approved", _("Duyệt để hiện")
        REFUSED = "refused", _("Không duyệt")
        UPHELD = "upheld", _("Bác khiếu nại, tiếp tục ẩn")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    reason = models.TextField(blank=True)  # read in full by the author and the council
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    number = models.BigIntegerField()  # of its entry in the book

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "client_key"], name="ruling_once_per_key"),
            models.CheckConstraint(
                name="hidden_for_a_published_reason",
                condition=~Q(outcome__in=["hidden", "refused", "upheld", "suspended"]) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="ruled_with_a_written_reason",
                condition=Q(outcome__in=["approved", "suspended"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="only_suspension_is_automatic", condition=Q(by__isnull=False) | Q(outcome="suspended")
            ),
        ]

    def __str__(self):
        return f"{self.outcome} {self.case_id}"


class Appeal(models.Model):
    """The author asks a second person to look at a ruling: once per ruling."""

    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    answer = models.OneToOneField(
        Ruling, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )

    def __str__(self):
        return f"{self.ruling_id}"


class StaffNote(KeyedModel):
    """A moderator's note on a case, for the other moderators alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["by", "client_key"], name="note_once_per_key")]

    def __str__(self):
        return f"{self.case_id}"
