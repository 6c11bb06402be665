"""The open data of a closed file, as they were last made."""

from django.db import models

from consult.consultations.models import Consultation


class OpenData(models.Model):
    """One bundle per file. It is handed out only while the file's book is where it was when the bundle was compared.

    A change of what the public may read makes a new version in place of the old one, whose file is removed: it may
    hold words that were hidden since.
    """

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="open_data")
    version = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(default=0)  # last entry of the book that this was compared with
    digest = models.CharField(max_length=64, blank=True)  # of the document
    file = models.FileField(upload_to="open-data/%Y", blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # rows of each table
    made_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.consultation_id}: {self.version}"
