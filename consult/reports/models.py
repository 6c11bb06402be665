from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.documents.models import Clause, DraftVersion
from consult.forums.models import Comment, Criterion, Position
from consult.kit.keys import KeyedModel
from consult.people.models import Organisation
from consult.polls.models import Poll
from consult.reports.querysets import PointQuerySet
from consult.rooms.models import Message


class Compilation(models.Model):
    """The council's work on one file; closed, it is what the agency answers."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang tổng hợp")
        CLOSED = "closed", _("Đã chốt tổng hợp")
        PUBLISHED = "published", _("Đã công bố kết quả tiếp thu, giải trình")

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="compilation")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    # Whether the council votes before it is closed: fixed when compiling begins.
    vote_needed = models.BooleanField(default=False)
    # While the council decides, points stand still.
    deciding = models.BooleanField(default=False)
    edition = models.PositiveIntegerField(
        default=1
    )  # of the report; a signed one that is taken up again is the next
    # The authors' check: how long, and from when to when once it was opened; points stand still meanwhile.
    check_hours = models.PositiveIntegerField(default=0)
    check_opened_at = models.DateTimeField(null=True, blank=True)
    check_closes_at = models.DateTimeField(null=True, blank=True)
    # Why it was closed although an opinion of few voices is nowhere quoted.
    unquoted_reason = models.TextField(blank=True)
    # The frozen rows of the official table, and their hash, printed on the paper.
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Bản tổng hợp")

    def __str__(self):
        return f"{self.consultation_id}: {self.state}"


class Point(KeyedModel):
    """A group of opinions that gets one answer."""

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="points")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="points")
    title = models.CharField(_("tên điểm góp ý"), max_length=300)
    summary = models.TextField(_("nội dung tổng hợp"), blank=True)
    position = models.CharField(_("quan điểm"), max_length=6, choices=Position.choices)
    # Other clauses that it concerns; clauses of published versions never go away.
    also = ArrayField(models.BigIntegerField(), default=list, blank=True)
    criteria = ArrayField(
        models.CharField(max_length=12, choices=Criterion.choices), default=list, blank=True
    )
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("Điểm góp ý")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "client_key"], name="point_once_per_key"),
        ]

    def __str__(self):
        return self.title


class Citation(models.Model):
    """A point rests on one comment, one poll or one message; exactly one, by constraint."""

    class Source(models.TextChoices):
        """Who or what proposed it; a person confirmed it in any case."""

        PERSON = "person", _("người tổng hợp chọn")
        SUGGESTED = "suggested", _("gợi ý tự động")
        FOLDED = "folded", _("ý kiến trùng nội dung")
        MODEL = "model", _("mô hình ngôn ngữ đề xuất")

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="citations")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.PROTECT, related_name="citations")
    poll = models.ForeignKey(Poll, null=True, on_delete=models.PROTECT, related_name="citations")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="citations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PERSON)
    rank = models.PositiveSmallIntegerField(null=True)  # of the suggestion that was followed
    dissent = models.BooleanField(default=False)  # another opinion within this point

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="citation_of_exactly_one",
                condition=Q(comment__isnull=False, poll__isnull=True, message__isnull=True)
                | Q(comment__isnull=True, poll__isnull=False, message__isnull=True)
                | Q(comment__isnull=True, poll__isnull=True, message__isnull=False),
            ),
            models.UniqueConstraint(fields=["point", "comment"], name="cited_once_comment"),
            models.UniqueConstraint(fields=["point", "poll"], name="cited_once_poll"),
            models.UniqueConstraint(fields=["point", "message"], name="cited_once_message"),
        ]

    def __str__(self):
        return f"{self.point_id}"


class Answer(models.Model):
    """The agency's answer to a point. A code without text is not an answer."""

    class Code(models.TextChoices):
        ACCEPTED = "acc", _("Tiếp thu")
        PARTLY = "part", _("Tiếp thu một phần")
        EXPLAINED = "exp", _("Giải trình")
        NOTED = "note", _("Ghi nhận")
        FORWARDED = "fwd", _("Chuyển cơ quan khác")

    point = models.OneToOneField(Point, on_delete=models.CASCADE, related_name="answer")
    code = models.CharField(_("hướng xử lý"), max_length=4, choices=Code.choices)
    text = models.TextField(_("nội dung tiếp thu, giải trình"))
    # For the first two codes: the changed words of a later version, as exact places in its comparison with the
    # version commented (`reports.changes`), or the reason why it does not say it yet.
    changes = models.JSONField(default=list, blank=True)
    not_yet = models.TextField(_("lý do chưa đưa vào bản này"), blank=True)
    # Since when some of those words stand in the version no more: it was edited after they were chosen.
    loosened_at = models.DateTimeField(null=True, blank=True)
    # The first unit of those words, once its version is published.
    next_version = models.ForeignKey(
        DraftVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    next_clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # For a point that another organisation is to answer.
    to = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # What the signer wants otherwise; empty when nothing, and again once the answer was rewritten.
    remark = models.TextField(blank=True)
    remark_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    remark_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Trả lời")
        constraints = [
            models.CheckConstraint(name="answer_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="acceptance_is_bound_or_says_why",
                condition=~Q(code__in=["acc", "part"])
                | Q(next_clause__isnull=False)
                | ~Q(changes=[])
                | ~Q(not_yet=""),
            ),
            models.CheckConstraint(
                name="forwarded_to_somebody", condition=~Q(code="fwd") | Q(to__isnull=False)
            ),
            models.CheckConstraint(
                name="sent_back_by_somebody",
                condition=Q(remark="") | Q(remark_by__isnull=False, remark_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.point_id}: {self.code}"


from consult.reports.answering_models import (  # noqa: E402, F401
    Clarification,
    Duty,
    Forwarding,
    Jotting,
    ReminderStep,
    StockText,
)
from consult.reports.checking_models import Reflection  # noqa: E402, F401
from consult.reports.deciding_models import (  # noqa: E402, F401
    Decision,
    Rapporteur,
    Seat,
    SeatVote,
    Statement,
)
from consult.reports.feedback_models import Objection, ObjectionRuling, Rating  # noqa: E402, F401
from consult.reports.open_data_models import OpenData  # noqa: E402, F401
from consult.reports.paper_models import PaperData, PaperFile, PaperProse, PaperSending  # noqa: E402, F401
from consult.reports.placing_models import (  # noqa: E402, F401
    Assignment,
    Note,
    Quotation,
    Seen,
    SetAside,
    Step,
    Tagging,
)
from consult.reports.proposal_models import ProposalRun, ProposedGroup  # noqa: E402, F401
from consult.reports.summary_models import Summary, SummarySentence  # noqa: E402, F401
