from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.experts.querysets import ExpertQuerySet
from consult.kit.stored import word
from consult.people.models import Commune, Organisation


class Field(models.Model):
    """A field of the official classification of science and technology, levels 1 to 4.

    The circular uses some codes twice, so code and name together are the key.
    """

    code = models.CharField(max_length=10)
    name = models.CharField(max_length=500)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        ordering = ["code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["code", "name"], name="field_once_per_code_and_name"),
            models.CheckConstraint(name="field_level", condition=Q(level__gte=1, level__lte=4)),
        ]

    def __str__(self):
        return self.words

    @property
    def words(self) -> str:
        """The name in the reader's language, where it is one of the levels that have one."""
        return word(self.name)


class Expert(models.Model):
    """A person's profile in the register."""

    class Title(models.TextChoices):
        NONE = "", _("Không có")
        PROFESSOR = "gs", _("Giáo sư")
        ASSOCIATE = "pgs", _("Phó Giáo sư")

    class Degree(models.TextChoices):
        NONE = "", _("Chưa khai")
        DSC = "tskh", _("Tiến sĩ khoa học")
        PHD = "ts", _("Tiến sĩ")
        MASTER = "ths", _("Thạc sĩ")
        SPECIALIST2 = "bscki2", _("Bác sĩ chuyên khoa cấp II")
        BACHELOR = "cn", _("Cử nhân, kỹ sư")

    class State(models.TextChoices):
        EDITING = "editing", _("Đang khai")
        WAITING = "waiting", _("Chờ xác thực")
        VERIFIED = "verified", _("Đã xác thực")
        RETURNED = "returned", _("Cần bổ sung hồ sơ")
        REJECTED = "rejected", _("Từ chối xác thực")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert")
    title = models.CharField(_("học hàm"), max_length=4, choices=Title.choices, blank=True)
    degree = models.CharField(_("học vị"), max_length=8, choices=Degree.choices, blank=True)
    fields = models.ManyToManyField(Field, related_name="experts", blank=True)
    specialty = models.CharField(_("chuyên ngành"), max_length=200, blank=True)
    workplace = models.CharField(_("đơn vị công tác"), max_length=200, blank=True)
    commune = models.ForeignKey(Commune, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    association = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="experts"
    )
    works = models.TextField(_("công trình tiêu biểu"), blank=True)
    evidence = models.TextField(_("minh chứng"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.EDITING)
    # Kept in step by the consent action: listed only while the consent to the public register holds.
    listed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    verified_until = models.DateField(null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    def __str__(self):
        return str(self.user)


class Verification(models.Model):
    """One decision of an association officer about a profile, with its reason."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="verifications")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Expert.State.choices)
    reason = models.TextField(_("lý do"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(name="verification_has_reason", condition=~Q(reason=""))]

    def __str__(self):
        return f"{self.expert}: {self.decision}"
