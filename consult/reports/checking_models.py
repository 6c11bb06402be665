"""What authors say of the points that carry their opinions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Reflection(models.Model):
    """Whether a point says what an opinion says, in its author's judgement; once per opinion and point."""

    class Answer(models.TextChoices):
        RIGHT = "right", _("Phản ánh đúng")
        WRONG = "wrong", _("Chưa đúng")

    comment = models.ForeignKey("forums.Comment", on_delete=models.PROTECT, related_name="reflections")
    point = models.ForeignKey("reports.Point", on_delete=models.CASCADE, related_name="reflections")
    answer = models.CharField(max_length=5, choices=Answer.choices)
    text = models.TextField(_("điều chưa đúng"), blank=True)
    version = models.PositiveIntegerField(default=1)
    point_version = models.PositiveIntegerField()  # the wording of the point that was judged
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "point"], name="reflected_once"),
            models.CheckConstraint(name="wrong_says_why", condition=~Q(answer="wrong") | ~Q(text="")),
        ]

    def __str__(self):
        return f"{self.comment_id}, {self.point_id}: {self.answer}"
