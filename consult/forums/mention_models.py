"""Whom a comment mentions: always by a comment of theirs, so that an unnamed voice stays unnamed."""

from django.db import models


class Mention(models.Model):
    """A comment names another comment of the file; the author of that one is told, once."""

    comment = models.ForeignKey("forums.Comment", on_delete=models.CASCADE, related_name="mentions")
    of = models.ForeignKey("forums.Comment", on_delete=models.CASCADE, related_name="mentioned_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "of"], name="mentioned_once")]

    def __str__(self):
        return f"{self.comment_id} -> {self.of_id}"
