from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from consult.consultations.levels import Shown
from consult.consultations.models import Attachment, Consultation, Voice
from consult.documents.models import Clause, DraftVersion
from consult.forums.querysets import CommentQuerySet
from consult.kit.keys import KeyedModel


class Position(models.TextChoices):
    YES = "yes", _("Đồng ý")
    AMEND = "amend", _("Đồng ý, có sửa đổi, bổ sung")
    NO = "no", _("Không đồng ý")
    DROP = "drop", _("Đề nghị bỏ")
    ADD = "add", _("Đề nghị bổ sung")
    OTHER = "other", _("Ý kiến khác")


class Criterion(models.TextChoices):
    """The five contents of social critical review (Article 33 of the Law on the Fatherland Front)."""

    NEED = "need", _("Sự cần thiết")
    CONFORMITY = "conformity", _("Sự phù hợp với chủ trương, đường lối của Đảng, chính sách, pháp luật")
    SOUNDNESS = "soundness", _("Tính đúng đắn, khoa học, khả thi")
    IMPACT = "impact", _("Tác động, hiệu quả")
    BALANCE = "balance", _("Bảo đảm hài hòa lợi ích")


class Added(models.TextChoices):
    """What a suggestion adds after the clause on which it stands."""

    ARTICLE = "article", _("Điều mới")
    CLAUSE = "clause", _("Khoản mới")
    POINT = "point", _("Điểm mới")


class Change(models.TextChoices):
    """What a comment asks to be done to the text: it follows from the position and the proposed wording."""

    NONE = "", _("Không sửa câu chữ")
    MODIFY = "modify", _("Sửa câu chữ")
    DELETE = "delete", _("Bỏ")
    ADD = "add", _("Bổ sung")


_CHANGE = Case(
    When(parent__isnull=False, then=Value("")),
    When(position="drop", then=Value("delete")),
    When(Q(position="add") & ~Q(proposed=""), then=Value("add")),
    When(~Q(proposed=""), then=Value("modify")),
    default=Value(""),
)


class Comment(KeyedModel):
    """An opinion on a clause of a version (or on an attachment of the file), or a reply to one.

    An opinion that carries a change of the text is a suggestion; everything that holds for comments holds for it.
    """

    class State(models.TextChoices):
        POSTED = "posted", _("Đã gửi")
        HELD = "held", _("Chờ duyệt")
        HIDDEN = "hidden", _("Đã ẩn")
        WITHDRAWN = "withdrawn", _("Đã rút")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="comments")
    clause = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="comments")
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="thread")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="comments")
    shown = models.CharField(max_length=12, choices=Shown.choices)
    # A level "council" is opened by the council alone, to one of the others; what was chosen stays in `shown`.
    released = models.CharField(max_length=12, choices=Shown.choices, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.TextField(blank=True)
    name_agreed = models.BooleanField(
        default=False
    )  # the author agrees to be named if the council releases it
    position = models.CharField(max_length=6, choices=Position.choices, blank=True)
    criterion = models.CharField(max_length=12, choices=Criterion.choices, blank=True)
    reason = models.TextField(blank=True)
    reason_html = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    adds = models.CharField(max_length=8, choices=Added.choices, blank=True)
    change = models.GeneratedField(
        expression=_CHANGE, output_field=models.CharField(max_length=6), db_persist=True
    )
    sources = models.TextField(blank=True)  # evidence that is cited, one a line
    quote = models.TextField(blank=True)  # the clause's words when the comment was written
    anchor = models.JSONField(null=True)  # words chosen inside the clause: quote, prefix, suffix, start
    state = models.CharField(max_length=10, choices=State.choices, default=State.POSTED)
    edition = models.PositiveIntegerField(default=1)  # which of its wordings this is
    edited_at = models.DateTimeField(null=True, blank=True)
    number = models.BigIntegerField(default=0)  # number of its entry in the book: the receipt
    created_at = models.DateTimeField(auto_now_add=True)
    # Entered by a clerk: from which paper, and for how many people it stands (a joint letter is one opinion).
    paper = models.ForeignKey(
        "forums.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    counted = models.PositiveIntegerField(default=1)
    folded = models.TextField(blank=True)
    search = SearchVectorField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["voice", "client_key"], name="comment_once_per_key"),
            models.CheckConstraint(
                name="comment_says_something", condition=~Q(reason="") | ~Q(proposed="") | Q(position="yes")
            ),
            models.CheckConstraint(name="comment_counts_somebody", condition=Q(counted__gte=1)),
            models.CheckConstraint(
                name="comment_has_position_or_parent", condition=Q(parent__isnull=False) | ~Q(position="")
            ),
            models.CheckConstraint(
                name="comment_released_by_the_council",
                condition=Q(released="", released_at__isnull=True, release_reason="")
                | Q(shown="council", released__in=["named", "anonymous"], released_at__isnull=False)
                & ~Q(release_reason=""),
            ),
            models.CheckConstraint(
                name="comment_named_with_consent", condition=~Q(released="named") | Q(name_agreed=True)
            ),
            models.CheckConstraint(
                name="comment_on_clause_or_attachment",
                condition=Q(clause__isnull=True) | Q(attachment__isnull=True),
            ),
            models.CheckConstraint(
                name="comment_adds_where_it_says_so", condition=Q(adds="") | Q(position="add")
            ),
        ]
        indexes = [
            models.Index(fields=["clause", "id"]),
            models.Index(fields=["consultation", "id"]),
            models.Index(fields=["root", "id"]),
            models.Index(
                fields=["consultation", "clause"], condition=~Q(change=""), name="comment_suggestions"
            ),
            GinIndex(fields=["search"], name="comment_search"),
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def guarded(self) -> bool:
        """Read by its author and the council alone."""
        return self.shown == Shown.COUNCIL and not self.released

    @property
    def level(self) -> str:
        """The level that holds now: the one chosen, or the one to which the council released it."""
        return self.released or self.shown


class Endorsement(models.Model):
    """A voice agrees with a comment, or disagrees. One stance, by constraint; it may be changed."""

    class Stance(models.TextChoices):
        AGREE = "agree", _("Tán thành")
        DISAGREE = "disagree", _("Không tán thành")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="endorsements")
    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="endorsements")
    stance = models.CharField(max_length=8, choices=Stance.choices, default=Stance.AGREE)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "voice"], name="endorsed_once")]

    def __str__(self):
        return f"{self.voice_id} {self.stance} {self.comment_id}"


from consult.forums.draft_models import DraftSave, OpinionDraft  # noqa: E402, F401
from consult.forums.evidence_models import EvidenceFile  # noqa: E402, F401
from consult.forums.following_models import Follow, FollowChoice  # noqa: E402, F401
from consult.forums.intake_models import Import, ImportRow, Paper  # noqa: E402, F401
from consult.forums.mention_models import Mention  # noqa: E402, F401
from consult.forums.moderation_models import (  # noqa: E402, F401 - a subject of its own
    Appeal,
    Case,
    Conduct,
    Flag,
    Ground,
    Ruling,
    StaffNote,
)
from consult.forums.revision_models import CommentRevision  # noqa: E402, F401
