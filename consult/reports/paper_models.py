"""The official papers of a file: their edited prose, the data they were made from, and every file that was made."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consult.consultations.models import Consultation
from consult.kit.keys import KeyedModel
from consult.people.models import Organisation


class PaperProse(models.Model):
    """What officers wrote into one paper of a file, by the key of the text; the others stand as the form has them."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="paper_proses")
    code = models.CharField(max_length=40)
    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "code"], name="prose_once_per_paper"),
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.code}"


class PaperData(models.Model):
    """A frozen data set: what one paper says, and the hash that is printed on it. Never changes."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="paper_data")
    code = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    data = models.JSONField()  # the dossier and the texts
    frozen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.digest


class PaperFile(KeyedModel):
    """One file, asked for and made by the worker. Older ones stay."""

    class Kind(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ lập")
        RUNNING = "running", _("Đang lập")
        DONE = "done", _("Đã lập xong")
        FAILED = "failed", _("Không lập được")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="paper_files")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    data = models.ForeignKey(PaperData, on_delete=models.PROTECT, related_name="files")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.PositiveSmallIntegerField(default=0)  # of STEPS
    fault = models.TextField(blank=True)
    file = models.FileField(upload_to="official/%Y/%m", blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)

    STEPS = 3

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "client_key"], name="paper_file_once_per_key"),
            models.CheckConstraint(
                name="made_paper_has_its_hash", condition=~Q(state="done") | ~Q(file_hash="")
            ),
        ]

    def __str__(self):
        return f"{self.code}.{self.kind}"


class PaperSending(KeyedModel):
    """An association says that its report was sent: which frozen data, to whom, under which number and date."""

    class To(models.TextChoices):
        COUNCIL = "council", _("Đơn vị tổng hợp")
        AGENCY = "agency", _("Cơ quan soạn thảo")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="paper_sendings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="paper_sendings")
    data = models.OneToOneField(PaperData, on_delete=models.PROTECT, related_name="sending")
    to = ArrayField(models.CharField(max_length=7, choices=To.choices), size=2)
    number = models.CharField(max_length=60, blank=True)
    dated = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "client_key"], name="paper_sending_once_per_key"),
            models.CheckConstraint(
                name="paper_sent_to_somebody",
                condition=Q(to__len__gte=1) & Q(to__contained_by=["council", "agency"]),
            ),
        ]

    def __str__(self):
        return f"{self.organisation_id}: {self.consultation_id}"
