"""What a person follows: a file, or a clause of it."""

from django.conf import settings
from django.db import models

from consult.consultations.models import Consultation
from consult.documents.models import Clause


class Follow(models.Model):
    """A person follows a clause, or (without one) the whole file. A row that is off keeps it from coming back by itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="follows")
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    on = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "consultation", "clause"], nulls_distinct=False, name="followed_once"
            )
        ]

    def __str__(self):
        return f"{self.consultation_id}: {self.clause_id}"


class FollowChoice(models.Model):
    """Whether a person follows by itself what they comment on; without a row they do."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="follow_choice"
    )
    by_itself = models.BooleanField(default=True)

    def __str__(self):
        return str(self.by_itself)
