"""What an author does with an answer: says how satisfied they are, and objects once; the agency answers the objection."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.forums.models import Ground
from consult.kit.keys import KeyedModel


class Rating(models.Model):
    """How satisfied the author of an opinion is with its answer: one per opinion and point, changeable for some days.

    Never shown but as counts; the words are read by the council alone, without a name.
    """

    class Score(models.IntegerChoices):
        VERY_LOW = 1, _("Rất không hài lòng")
        LOW = 2, _("Không hài lòng")
        MIDDLE = 3, _("Bình thường")
        HIGH = 4, _("Hài lòng")
        VERY_HIGH = 5, _("Rất hài lòng")

    citation = models.OneToOneField("reports.Citation", on_delete=models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("mức hài lòng"), choices=Score.choices)
    text = models.TextField(_("nhận xét"), blank=True)
    version = models.PositiveIntegerField(default=1)
    rated_at = models.DateTimeField()  # the first time: from here the days of changing are counted

    class Meta:
        constraints = [
            models.CheckConstraint(name="rating_is_one_to_five", condition=Q(score__gte=1, score__lte=5)),
        ]

    def __str__(self):
        return f"{self.citation_id}: {self.score}"


class Objection(KeyedModel):
    """An author does not accept the answer to their opinion. Once for each answer; the agency answers it once."""

    class State(models.TextChoices):
        HELD = "held", _("Chờ duyệt")
        POSTED = "posted", _("Đã gửi")
        HIDDEN = "hidden", _("Đã ẩn")

    citation = models.OneToOneField("reports.Citation", on_delete=models.PROTECT, related_name="objection")
    # As of a comment: what waits for approval or is hidden is read by its author and by moderators alone.
    state = models.CharField(max_length=6, choices=State.choices, default=State.POSTED)
    text = models.TextField(_("nội dung phản đối"))
    shared = models.BooleanField(default=False)  # the author agrees that everybody reads the words
    filed_at = models.DateTimeField()
    answer_due = models.DateTimeField()
    answer = models.TextField(_("trả lời phản đối"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    # Against the ruling by which it is hidden, once; a second person decides.
    appeal = models.TextField(_("nội dung khiếu nại"), blank=True)
    appealed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Phản đối")
        ordering = ["answer_due", "pk"]
        constraints = [
            models.CheckConstraint(name="objection_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="objection_answered_by_somebody",
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="objection_appealed_in_words",
                condition=Q(appeal="", appealed_at__isnull=True)
                | (~Q(appeal="") & Q(appealed_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.citation_id}"


class ObjectionRuling(KeyedModel):
    """What moderators decided about an objection, for a reason of the catalogue. Never changed or removed: by a trigger."""

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("Ẩn phản đối")
        RESTORED = "restored", _("Hiện lại phản đối")
        APPROVED = "approved", _("Duyệt để gửi")
        REFUSED = "refused", _("Không duyệt")
        UPHELD = "upheld", _("Bác khiếu nại, tiếp tục ẩn")

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "client_key"], name="objection_ruling_once_per_key"),
            models.CheckConstraint(
                name="objection_hidden_for_a_published_reason",
                condition=~Q(outcome__in=["hidden", "refused", "upheld"]) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="objection_ruled_with_a_reason", condition=Q(outcome="approved") | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return f"{self.outcome} {self.objection_id}"
