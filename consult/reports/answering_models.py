"""What the agency keeps beside its answers: who prepares each and until when, notes, questions, forwardings, texts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.kit.keys import KeyedModel
from consult.people.models import Organisation

PERSON = settings.AUTH_USER_MODEL


class Duty(models.Model):
    """Who prepares the answer to a point, and until when where that is not the date of the whole compilation."""

    point = models.OneToOneField("reports.Point", on_delete=models.CASCADE, related_name="duty")
    owner = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    due_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # how often its date was moved

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="duty_moved_for_a_reason", condition=Q(due_at__isnull=True) | ~Q(due_reason="")
            )
        ]

    def __str__(self):
        return f"{self.point_id}: {self.owner_id}"


class Forwarding(models.Model):
    """A point that another organisation is asked to answer: it does, or gives it back with a reason."""

    class State(models.TextChoices):
        SENT = "sent", _("Chờ cơ quan nhận trả lời")
        ANSWERED = "answered", _("Cơ quan nhận đã trả lời")
        RETURNED = "returned", _("Cơ quan nhận trả lại")
        RECALLED = "recalled", _("Đã rút lại")

    point = models.ForeignKey("reports.Point", on_delete=models.CASCADE, related_name="forwardings")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="forwarded")
    text = models.TextField()  # why it is theirs, as the answer says it
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENT)
    reply = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    replied_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["point"], condition=Q(state__in=["sent", "answered"]), name="forwarded_to_one"
            ),
            models.CheckConstraint(name="forwarded_with_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="forwarding_replied_in_words",
                condition=~Q(state__in=["answered", "returned"])
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.point_id} -> {self.to_id}: {self.state}"


class Jotting(KeyedModel):
    """A note inside the agency beside a point: never public, never in a paper."""

    point = models.ForeignKey("reports.Point", on_delete=models.CASCADE, related_name="jottings")
    text = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "client_key"], name="jotting_once_per_key"),
            models.CheckConstraint(name="jotting_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.point_id}"


class Clarification(KeyedModel):
    """A question of the agency about a point, and what the council says to it. Neither is public."""

    point = models.ForeignKey("reports.Point", on_delete=models.CASCADE, related_name="clarifications")
    question = models.TextField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "client_key"], name="clarification_once_per_key"),
            models.CheckConstraint(name="clarification_asks", condition=~Q(question="")),
            models.CheckConstraint(
                name="clarification_given_in_words",
                condition=Q(given_at__isnull=True) | (~Q(text="") & Q(given_by__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.point_id}: {self.question[:40]}"


class StockText(KeyedModel):
    """A text that an agency uses again in its answers; fields in braces are filled in from the point."""

    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stock_texts")
    name = models.CharField(_("tên mẫu"), max_length=120)
    code = models.CharField(_("hướng xử lý"), max_length=4, blank=True)
    text = models.TextField(_("nội dung mẫu"))
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="stock_text_once_per_name"),
            models.UniqueConstraint(fields=["by", "client_key"], name="stock_text_once_per_key"),
            models.CheckConstraint(name="stock_text_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return self.name


class ReminderStep(models.Model):
    """One rung of the ladder: how many days from the date of an answer, and who hears. Rows are data, never code."""

    class To(models.TextChoices):
        OWNER = "owner", _("Người phụ trách")
        OFFICERS = "officers", _("Cán bộ của cơ quan soạn thảo")
        SIGNERS = "signers", _("Người ký của cơ quan soạn thảo")
        ABOVE = "above", _("Cơ quan cấp trên")
        OVERSEERS = "overseers", _("Người giám sát")

    class Count(models.TextChoices):
        CALENDAR = "calendar", _("ngày, kể cả ngày nghỉ")
        WORKING = "working", _("ngày làm việc")

    days = models.SmallIntegerField()  # before the date when negative
    count = models.CharField(max_length=8, choices=Count.choices, default=Count.CALENDAR)
    to = models.CharField(max_length=10, choices=To.choices)
    source = models.CharField(max_length=250)

    class Meta:
        ordering = ["days", "to"]
        constraints = [
            models.UniqueConstraint(fields=["days", "count", "to"], name="reminder_step_once"),
        ]

    def __str__(self):
        return f"{self.days} {self.count}: {self.to}"
