"""What the reading room keeps for a reader."""

from django.conf import settings
from django.db import models

from consult.consultations.models import Consultation


class LastRead(models.Model):
    """How far one person has read one file, in numbers of its book.

    A visit goes on while the person comes back within half an hour. `latest` is the number that the present visit
    has shown; `before` is where the visit before it ended, empty during the first one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    before = models.BigIntegerField(null=True)
    latest = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "consultation"], name="last_read_once_per_file")
        ]

    def __str__(self):
        return f"{self.person_id}: {self.latest}"


from consult.desk.printing_models import PrintCopy  # noqa: E402, F401
