"""The yearly plan of social review of a council: what it means to review, before there is a file of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.kit.keys import KeyedModel
from consult.people.models import Organisation


class PlanItem(KeyedModel):
    """One item of a year: the draft to be reviewed, of which agency, how, when and by whom.

    How far it is, is computed from its file (`plan_states`); without a file it may be marked as done or dropped, with
    a reason. A removed item stays, so that it can be taken back.
    """

    class Form(models.TextChoices):
        CONFERENCE = "conference", _("Hội nghị phản biện")
        WRITTEN = "written", _("Gửi dự thảo lấy ý kiến")
        DIALOGUE = "dialogue", _("Đối thoại trực tiếp")

    class Period(models.TextChoices):
        M1 = "m01", _("Tháng 1")
        M2 = "m02", _("Tháng 2")
        M3 = "m03", _("Tháng 3")
        M4 = "m04", _("Tháng 4")
        M5 = "m05", _("Tháng 5")
        M6 = "m06", _("Tháng 6")
        M7 = "m07", _("Tháng 7")
        M8 = "m08", _("Tháng 8")
        M9 = "m09", _("Tháng 9")
        M10 = "m10", _("Tháng 10")
        M11 = "m11", _("Tháng 11")
        M12 = "m12", _("Tháng 12")
        Q1 = "q1", _("Quý I")
        Q2 = "q2", _("Quý II")
        Q3 = "q3", _("Quý III")
        Q4 = "q4", _("Quý IV")

    class Mark(models.TextChoices):
        NONE = "", _("Theo hồ sơ")
        DONE = "done", _("Đã thực hiện")
        DROPPED = "dropped", _("Không thực hiện")

    council = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plan_items")
    year = models.PositiveSmallIntegerField()
    order = models.PositiveIntegerField()
    content = models.TextField()
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=Form.choices)
    period = models.CharField(max_length=3, choices=Period.choices)
    lead = models.CharField(max_length=250, blank=True)  # empty: the council itself
    note = models.TextField(blank=True)
    consultation = models.ForeignKey(
        "consultations.Consultation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_items",
    )
    mark = models.CharField(max_length=7, choices=Mark.choices, default=Mark.NONE, blank=True)
    mark_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "client_key"], name="plan_item_once_per_key"),
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(removed_at=None), name="file_in_one_plan_item"
            ),
            models.CheckConstraint(name="plan_item_says_something", condition=~Q(content="")),
            models.CheckConstraint(
                name="plan_item_marked_with_reason", condition=Q(mark="") | ~Q(mark_reason="")
            ),
        ]
        indexes = [models.Index(fields=["council", "year"], name="plan_of_a_year")]

    def __str__(self):
        return f"{self.year}: {self.content[:60]}"
