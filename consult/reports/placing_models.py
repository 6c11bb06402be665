"""How opinions are placed: what is quoted of them, what is set aside and by whom, and what the council notes beside them."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Quotation(models.Model):
    """Words of an opinion that a point quotes: an exact part of one of its stored wordings, checked when it was made."""

    class Part(models.TextChoices):
        REASON = "reason", _("Lý do")
        PROPOSED = "proposed", _("Đề nghị sửa thành")

    citation = models.ForeignKey("reports.Citation", on_delete=models.CASCADE, related_name="quotations")
    part = models.CharField(max_length=8, choices=Part.choices)
    edition = models.PositiveIntegerField()  # which of the opinion's wordings
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()

    class Meta:
        ordering = ["part", "start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["citation", "part", "edition", "start", "end"], name="quoted_once"
            ),
            models.CheckConstraint(
                name="quotation_holds_words", condition=Q(end__gt=F("start")) & ~Q(words="")
            ),
        ]

    def __str__(self):
        return f"{self.citation_id}: {self.start}-{self.end}"


class SetAside(models.Model):
    """An opinion that no point carries, for a reason: proposed by one person, confirmed by another, by constraint."""

    class Reason(models.TextChoices):
        DUPLICATE = "duplicate", _("Trùng lặp")
        SCOPE = "scope", _("Ngoài phạm vi")
        UNLAWFUL = "unlawful", _("Trái pháp luật")
        EMPTY = "empty", _("Không có nội dung")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ người thứ hai xác nhận")
        CONFIRMED = "confirmed", _("Không tính")
        LIFTED = "lifted", _("Đã đưa trở lại")
        APPEALED = "appealed", _("Đã đưa trở lại theo đề nghị của tác giả")

    comment = models.ForeignKey("forums.Comment", on_delete=models.PROTECT, related_name="asides")
    reason = models.CharField(_("lý do"), max_length=10, choices=Reason.choices)
    note = models.TextField(_("giải thích"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    appeal = models.TextField(_("đề nghị xem lại"), blank=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="aside_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(appealed_at__isnull=False), name="aside_appealed_once"
            ),
            models.CheckConstraint(name="aside_by_two_people", condition=~Q(confirmed_by=F("proposed_by"))),
            models.CheckConstraint(
                name="aside_confirmed_by_somebody",
                condition=~Q(state__in=["confirmed", "appealed"]) | Q(confirmed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.comment_id}: {self.state}"


class Tagging(models.Model):
    """A word of the council's own beside an opinion: never public, never in a paper."""

    comment = models.ForeignKey("forums.Comment", on_delete=models.CASCADE, related_name="taggings")
    name = models.CharField(max_length=40)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["comment", "name"], name="tagged_once")]

    def __str__(self):
        return self.name


class Note(models.Model):
    """A note of the council beside an opinion: never public, never in a paper."""

    comment = models.ForeignKey("forums.Comment", on_delete=models.CASCADE, related_name="council_notes")
    text = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="note_says_something", condition=~Q(text=""))]

    def __str__(self):
        return f"{self.comment_id}"


class Assignment(models.Model):
    """Which compiler handles an opinion."""

    comment = models.OneToOneField("forums.Comment", on_delete=models.CASCADE, related_name="assignment")
    to = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"{self.comment_id}"


class Seen(models.Model):
    """When a member of the council last had an opinion open: what is unread, and who is reading what just now."""

    comment = models.ForeignKey("forums.Comment", on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="seen_once")]

    def __str__(self):
        return f"{self.comment_id}"


class Step(models.Model):
    """What one act of a compiler changed, row by row, so that it can be taken back exactly as it was."""

    compilation = models.ForeignKey("reports.Compilation", on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    changes = models.JSONField(encoder=DjangoJSONEncoder)
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["compilation", "by", "-id"], condition=Q(undone=False), name="step_last")
        ]

    def __str__(self):
        return f"{self.compilation_id}: {self.kind}"
