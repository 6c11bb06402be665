from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations import levels
from consult.consultations.querysets import ConsultationQuerySet, InvitationQuerySet
from consult.documents.models import Draft, DraftVersion
from consult.experts.models import Expert
from consult.kit.keys import KeyedModel
from consult.ledger.models import Book
from consult.people.models import Organisation


class DeadlineRule(models.Model):
    """A number of days set by law or by agreement. Days are data, never code."""

    class Count(models.TextChoices):
        CALENDAR = "calendar", _("ngày, kể cả ngày nghỉ")
        WORKING = "working", _("ngày làm việc")

    key = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=250)
    days = models.PositiveIntegerField()
    count = models.CharField(max_length=8, choices=Count.choices, default=Count.CALENDAR)
    source = models.CharField(max_length=250)

    def __str__(self):
        return f"{self.label}: {self.days}"


class Holiday(models.Model):
    """A public holiday; working days skip it."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)

    def __str__(self):
        return self.name


class Consultation(KeyedModel):
    """The file: who asks, about which draft, who compiles, until when."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Góp ý")
        SOCIAL_REVIEW = "social_review", _("Phản biện xã hội")
        ADVISORY = "advisory", _("Tư vấn")
        ASSESSMENT = "assessment", _("Giám định xã hội")
        POLICY = "policy", _("Tham vấn chính sách")

    class State(models.TextChoices):
        PREPARED = "prepared", _("Đang chuẩn bị")
        OPEN = "open", _("Đang lấy ý kiến")
        CLOSED = "closed", _("Đã kết thúc")

    class Invited(models.TextChoices):
        VERIFIED = "verified", _("Mọi chuyên gia đã xác thực")
        INVITED = "invited", _("Chỉ chuyên gia được mời")

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(_("loại hồ sơ"), max_length=16, choices=Kind.choices)
    title = models.CharField(_("tên hồ sơ"), max_length=500)
    legal_basis = models.TextField(_("căn cứ pháp lý"))
    summary = models.TextField(_("tóm tắt để đọc nhanh"), blank=True)
    folded = models.TextField(blank=True)  # title and summary, folded for search
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consultations")
    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="compiled")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="consultations")
    # The version on which opinions are asked now; earlier and later ones hang on the draft.
    version = models.ForeignKey(DraftVersion, on_delete=models.PROTECT, related_name="consultations")
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="consultation")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    invited = models.CharField(
        _("ai được góp ý"), max_length=10, choices=Invited.choices, default=Invited.VERIFIED
    )
    # At which levels one may speak in this file; fixed at opening, by rule and by trigger.
    levels = ArrayField(models.CharField(max_length=12, choices=levels.Shown.choices), size=3)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="front_compiles_agency_answers", condition=~Q(agency=models.F("council"))
            ),
            models.UniqueConstraint(fields=["created_by", "client_key"], name="consultation_once_per_key"),
            models.CheckConstraint(
                name="levels_are_known_and_one_may_sign",
                condition=Q(levels__contains=["named"])
                & Q(levels__contained_by=["named", "anonymous", "council"]),
            ),
        ]

    def __str__(self):
        return self.title


class Stage(models.Model):
    """One step of a file; it opens verbs by name."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Góp ý")
        MEET = "meet", _("Thảo luận")
        COMPILE = "compile", _("Tổng hợp")
        ANSWER = "answer", _("Trả lời")
        CLOSED = "closed", _("Kết thúc")

    class State(models.TextChoices):
        NEXT = "next", _("Sắp tới")
        NOW = "now", _("Đang diễn ra")
        DONE = "done", _("Đã xong")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    order = models.PositiveSmallIntegerField()
    opens_on = models.DateField(null=True, blank=True)
    # Deadlines are cut at the end of this moment by the database's clock.
    closes_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=5, choices=State.choices, default=State.NEXT)
    rule = models.ForeignKey(DeadlineRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["consultation", "order"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "kind"], name="stage_once_per_kind"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(state="now"), name="one_stage_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.kind}"


class Voice(models.Model):
    """How a person or body appears in one file. Comments, ballots and turns belong to a voice.

    A person's voice leads to the person; a sealed or unlinkable one leads to nobody, in any table, so no
    query may need `person`. `descriptor` is what is shown where the name is not ("Chuyên gia đã xác thực,
    lĩnh vực …").
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Chuyên gia")
        OFFICIAL = "official", _("Cán bộ của cơ quan, hội đồng")
        ORGANISATION = "organisation", _("Tổ chức")
        PAPER = "paper", _("Thay cho ý kiến bằng văn bản")
        SEALED = "sealed", _("Niêm phong danh tính")
        UNLINKABLE = "unlinkable", _("Không thể truy ngược")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="voices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="voices"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    label = models.CharField(max_length=250)  # shown when named: "PGS.TS. Nguyễn Văn An, Trường …"
    descriptor = models.CharField(max_length=250)  # shown when not named
    fields = models.CharField(max_length=250, blank=True)  # of expertise, as in the profile; shown when named
    # "" once declared: none. What others read of it depends on the level of each comment.
    interest = models.TextField(blank=True)
    interest_declared_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "person"],
                condition=Q(person__isnull=False),
                name="one_voice_per_person_and_file",
            ),
            models.UniqueConstraint(
                fields=["consultation", "organisation"],
                condition=Q(kind="organisation"),
                name="one_voice_per_organisation_and_file",
            ),
            models.CheckConstraint(
                name="unnamed_voice_leads_to_nobody",
                condition=~Q(kind__in=["sealed", "unlinkable"])
                | Q(person__isnull=True, organisation__isnull=True),
            ),
            models.CheckConstraint(
                name="interest_was_declared", condition=Q(interest="") | Q(interest_declared_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.descriptor

    @property
    def name(self) -> str:
        """The label; a voice that leads to nobody has none but its descriptor, also where everybody speaks by name."""
        return self.descriptor if self.kind in NAMELESS else self.label


NAMELESS = (Voice.Kind.SEALED, Voice.Kind.UNLINKABLE)


class Invitation(KeyedModel):
    """The council or agency asks an expert to take part."""

    class State(models.TextChoices):
        SENT = "sent", _("Đã gửi")
        ACCEPTED = "accepted", _("Đã nhận lời")
        DECLINED = "declined", _("Đã từ chối")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="invitations")
    message = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    reason = models.TextField(blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "expert"], name="invited_once"),
            models.CheckConstraint(
                name="declined_with_reason", condition=~Q(state="declined") | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return f"{self.expert} -> {self.consultation_id}"


from consult.consultations.attachment_models import Attachment, SummaryCorrection  # noqa: E402, F401
from consult.consultations.plan_models import PlanItem  # noqa: E402, F401
