from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.documents.models import Clause
from consult.forums.models import Comment, Position
from consult.kit.keys import KeyedModel
from consult.ledger.models import Book
from consult.people.models import Organisation


class Round(KeyedModel):
    """One association's discussion of one file among its own members, up to the one opinion that it files.

    Running until `closes_at`; then the text stands still and only filing is left. Filed: frozen for good.
    """

    class Results(models.TextChoices):
        END = "end", _("Khi đợt góp ý kết thúc")
        OFFICER = "officer", _("Khi cán bộ hội công bố từng phương án, chậm nhất khi đợt kết thúc")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rounds")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="rounds")
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="round")
    note = models.TextField(_("lời nhắn gửi hội viên"), blank=True)
    note_html = models.TextField(blank=True)
    closes_at = models.DateTimeField(_("hạn góp ý trong hội"))
    quorum = models.PositiveSmallIntegerField(_("tỷ lệ hội viên tham gia biểu quyết tối thiểu"), default=50)
    results = models.CharField(max_length=8, choices=Results.choices, default=Results.END)
    # The covering note of the collective opinion; several officers may edit it.
    cover = models.TextField(_("lời dẫn của văn bản"), blank=True)
    cover_version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The comment that carries the covering note in the file.
    comment = models.OneToOneField(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField(null=True, blank=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("đợt góp ý nội bộ")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "consultation"], name="round_once_per_file"),
            models.UniqueConstraint(fields=["created_by", "client_key"], name="round_once_per_key"),
            models.CheckConstraint(name="round_quorum", condition=Q(quorum__gte=1, quorum__lte=100)),
            models.CheckConstraint(
                name="round_filed_whole",
                condition=Q(filed_at=None, snapshot=None, comment=None)
                | Q(filed_at__isnull=False, snapshot__isnull=False, comment__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id}: {self.consultation_id}"


class Seat(models.Model):
    """One member asked to take part. It opens nothing by itself: the membership must hold on the day of reading."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=250)
    # Officers have a seat to write from; only members of the association vote and are counted.
    votes = models.BooleanField(default=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("hội viên được hỏi")
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="seat_once_per_person")]

    def __str__(self):
        return self.label


class RoundComment(KeyedModel):
    """What a member says inside the round, on a clause or on the whole draft. Never a row of the forum."""

    class State(models.TextChoices):
        POSTED = "posted", _("Đã gửi")
        WITHDRAWN = "withdrawn", _("Đã rút")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="thread")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="comments")
    position = models.CharField(max_length=6, choices=Position.choices, blank=True)
    reason = models.TextField(blank=True)
    reason_html = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.POSTED)
    created_at = models.DateTimeField(auto_now_add=True)
    # The author's own comment in the file, where they chose to publish it; shown to the author alone.
    published = models.OneToOneField(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến nội bộ")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "client_key"], name="round_comment_once_per_key"),
            models.CheckConstraint(
                name="round_comment_says_something",
                condition=~Q(reason="") | ~Q(proposed="") | Q(position="yes"),
            ),
            models.CheckConstraint(
                name="round_comment_has_position_or_parent",
                condition=Q(parent__isnull=False) | ~Q(position=""),
            ),
        ]
        indexes = [models.Index(fields=["round", "clause", "id"])]

    def __str__(self):
        return f"{self.pk}"


class RoundEndorsement(models.Model):
    """A member agrees with another member's comment. Once, by constraint."""

    comment = models.ForeignKey(RoundComment, on_delete=models.CASCADE, related_name="endorsements")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="endorsements")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "seat"], name="round_endorsed_once")]

    def __str__(self):
        return f"{self.seat_id} + {self.comment_id}"


class Line(KeyedModel):
    """One line of the collective opinion: a position on a clause, its reasons and proposed wording.

    A change of words raises `version`, and ballots belong to the version that was read: a vote never counts for
    words that came after it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Trong dự thảo văn bản")
        DROPPED = "dropped", _("Đã bỏ")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="lines")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=6, choices=Position.choices)
    reason = models.TextField()
    reason_html = models.TextField()
    proposed = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # Votes are taken from this moment on; before it the line is a draft to be read.
    voting_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    cites = models.ManyToManyField(RoundComment, related_name="cited_by", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment = models.OneToOneField(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("phương án ý kiến của hội")
        ordering = [F("clause__order").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "client_key"], name="line_once_per_key"),
            models.CheckConstraint(name="line_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.round_id}: {self.pk}"


class LineBallot(KeyedModel):
    """One member's vote on the words of one version of a line. One per member and version, by constraint."""

    class Choice(models.TextChoices):
        AGREE = "agree", _("Tán thành")
        AMEND = "amend", _("Tán thành, có sửa đổi")
        DISAGREE = "disagree", _("Không tán thành")
        ABSTAIN = "abstain", _("Không biểu quyết")

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="ballots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="ballots")
    version = models.PositiveIntegerField()
    choice = models.CharField(max_length=8, choices=Choice.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu trong hội")
        constraints = [
            models.UniqueConstraint(fields=["line", "seat", "version"], name="one_line_ballot_per_member"),
            models.CheckConstraint(
                name="line_ballot_reason_where_needed",
                condition=~Q(choice__in=["amend", "disagree"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.line_id}: {self.seat_id}"


class Dissent(KeyedModel):
    """A minority statement: attached to the collective opinion and published with it, as its author wrote it."""

    class State(models.TextChoices):
        ATTACHED = "attached", _("Kèm theo văn bản")
        WITHDRAWN = "withdrawn", _("Đã rút")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="dissents")
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="dissents")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="dissents")
    text = models.TextField()
    named = models.BooleanField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ATTACHED)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến khác trong hội")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "client_key"], name="dissent_once_per_key"),
            models.UniqueConstraint(
                fields=["seat", "round", "line"],
                condition=Q(state="attached"),
                name="dissent_once_per_line",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="dissent_has_words", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.round_id}: {self.pk}"
