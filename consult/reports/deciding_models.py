"""How a council decides on what it compiled: its members, their statements, their votes, and the report that was signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """One passage of a compilation through its council. At most one runs at a time, by constraint."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("Chuẩn bị nhận định")
        VOTING = "voting", _("Đang biểu quyết")
        COUNTED = "counted", _("Đã kết thúc biểu quyết")
        SIGNED = "signed", _("Đã ký")
        STOPPED = "stopped", _("Đã dừng để sửa bản tổng hợp")

    compilation = models.ForeignKey("reports.Compilation", on_delete=models.CASCADE, related_name="decisions")
    edition = models.PositiveIntegerField()  # of the report that it decides on
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    # Shares as they were when it was opened ("2/3", "1/2"): a later change of the rules changes no vote.
    quorum = models.CharField(max_length=7)
    majority = models.CharField(max_length=7)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.TextField(blank=True)
    signed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    # The frozen report: from it every file of this edition is made.
    report = models.ForeignKey(
        "reports.PaperData", null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    # Why the signed report was taken up again, in the words of the head; the next edition follows.
    reopen_reason = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("Quyết định của hội đồng")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compilation"],
                condition=Q(state__in=["preparing", "voting", "counted"]),
                name="decision_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["compilation", "edition"], condition=Q(state="signed"), name="report_signed_once"
            ),
            models.CheckConstraint(
                name="signed_report_is_frozen",
                condition=~Q(state="signed")
                | Q(signed_by__isnull=False, signed_at__isnull=False, report__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.compilation_id}: {self.edition} {self.state}"

    @property
    def runs(self) -> bool:
        return self.state in (self.State.PREPARING, self.State.VOTING, self.State.COUNTED)


class Seat(models.Model):
    """A member of the council in one decision; `version` counts how often they sent their votes."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["decision", "member"], name="one_seat_per_member")]

    def __str__(self):
        return f"{self.decision_id}: {self.member_id}"


class Rapporteur(models.Model):
    """Which member presents a point to the council."""

    point = models.ForeignKey("reports.Point", on_delete=models.CASCADE, related_name="rapporteurs")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="points")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rapporteurs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "point"], name="one_rapporteur_per_point")]

    def __str__(self):
        return f"{self.point_id}: {self.seat_id}"


class Statement(models.Model):
    """What a member states on a point; the rapporteur's is the conclusion that is voted on."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="statements")
    point = models.ForeignKey("reports.Point", on_delete=models.CASCADE, related_name="statements")
    text = models.TextField(_("nhận định"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "point"], name="one_statement_per_member"),
            models.CheckConstraint(name="statement_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.point_id}: {self.seat_id}"


class SeatVote(models.Model):
    """A member's vote on the conclusion of a point, or on the report as a whole where no point is named."""

    class Choice(models.TextChoices):
        AGREE = "agree", _("Đồng ý")
        DISAGREE = "disagree", _("Không đồng ý")
        ABSTAIN = "abstain", _("Không biểu quyết")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="votes")
    point = models.ForeignKey("reports.Point", null=True, on_delete=models.CASCADE, related_name="seat_votes")
    choice = models.CharField(max_length=8, choices=Choice.choices)
    dissent = models.TextField(_("ý kiến khác"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "point"], name="one_seat_vote", nulls_distinct=False),
            models.CheckConstraint(name="dissent_is_said", condition=~Q(choice="disagree") | ~Q(dissent="")),
            models.CheckConstraint(
                name="only_dissent_is_said", condition=Q(choice="disagree") | Q(dissent="")
            ),
        ]

    def __str__(self):
        return f"{self.seat_id}: {self.choice}"
