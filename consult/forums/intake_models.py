"""Opinions that came on paper or by word of mouth: where they came from, and the tables they are read from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.documents.models import Clause
from consult.kit.keys import KeyedModel
from consult.people.models import Organisation


class Paper(KeyedModel):
    """A letter, a meeting, a call, a table: one source of opinions, with who spoke and the scan. Never changed."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("Văn bản")
        MEETING = "meeting", _("Hội nghị")
        LETTER = "letter", _("Thư")
        PHONE = "phone", _("Điện thoại")
        PORTAL = "portal", _("Cổng thông tin điện tử")
        OTHER = "other", _("Nguồn khác")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    received_on = models.DateField()
    sender = models.CharField(max_length=250)  # as written on the paper
    shown = models.CharField(max_length=12)
    scan = models.FileField(upload_to="scans/", blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    scan_hash = models.CharField(max_length=64, blank=True)
    # Who received and registered it: the agency or the council of the file.
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["entered_by", "client_key"], name="paper_once_per_key"),
            models.CheckConstraint(
                name="paper_undone_with_reason", condition=Q(undone_at__isnull=True) | ~Q(undone_reason="")
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"


class Import(models.Model):
    """A table being taken in: read, its columns named, its rows looked through, entered by a job. Its file is the
    scan of its paper."""

    class State(models.TextChoices):
        READING = "reading", _("Đang đọc tệp")
        REFUSED = "refused", _("Tệp không được nhận")
        MAPPING = "mapping", _("Chờ ghép cột")
        CHECKING = "checking", _("Đang nhận dạng các dòng")
        CHECKED = "checked", _("Chờ xem lại")
        RUNNING = "running", _("Đang nhập")
        DONE = "done", _("Đã nhập")
        UNDONE = "undone", _("Đã thu hồi")

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="table")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    reason = models.TextField(blank=True)  # why the file was refused or the entering stopped
    names = models.JSONField(default=list)  # of its tables
    tables = models.JSONField(default=list)  # [{"name": …, "rows": [[number, [cell, …]], …]}, …]
    layouts = models.JSONField(default=list)  # [{"header": …, "columns": {…}, "used": …}, …]
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.paper_id}"


class ImportRow(models.Model):
    """One row of a table: ready, doubtful, set aside or entered. Each row makes one opinion at most."""

    class State(models.TextChoices):
        DOUBT = "doubt", _("Cần xem lại")
        READY = "ready", _("Sẵn sàng nhập")
        PLACED = "placed", _("Đã nhập")
        ASIDE = "aside", _("Để riêng")

    table = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()  # among all rows of the file
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()  # in its own table
    cells = models.JSONField()
    place = models.TextField(blank=True)
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    speaker = models.CharField(max_length=250, blank=True)
    position = models.CharField(max_length=6)
    text = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    counted = models.PositiveIntegerField(default=1)
    doubts = models.JSONField(default=list)
    aside_reason = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State.choices)
    version = models.PositiveIntegerField(default=1)
    comment = models.OneToOneField(
        "forums.Comment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["table", "order"]
        constraints = [
            models.UniqueConstraint(fields=["table", "order"], name="row_once_per_table"),
            models.CheckConstraint(
                name="row_placed_has_comment",
                condition=Q(state="placed", comment__isnull=False)
                | (~Q(state="placed") & Q(comment__isnull=True)),
            ),
            models.CheckConstraint(
                name="row_aside_with_reason", condition=~Q(state="aside") | ~Q(aside_reason="")
            ),
        ]
        indexes = [models.Index(fields=["table", "state", "order"])]

    def __str__(self):
        return f"{self.table_id}: {self.order}"
