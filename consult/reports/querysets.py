from django.db import models
from django.db.models import Exists, OuterRef, Q


class PointQuerySet(models.QuerySet):
    def unanswered(self):
        """Without an answer, with one that the signer sent back, or forwarded to somebody who gave it back."""
        taken = self.model._meta.get_field("forwardings").related_model.objects.filter(
            point=OuterRef("pk"), state__in=["sent", "answered"]
        )
        return self.filter(
            Q(answer__isnull=True) | ~Q(answer__remark="") | (Q(answer__code="fwd") & ~Exists(taken))
        )

    def with_answers(self):
        return self.select_related(
            "clause__parent__parent",
            "answer__next_clause__version",
            "answer__next_version",
            "answer__written_by",
            "answer__to",
            "answer__remark_by",
            "duty__owner",
        ).prefetch_related("forwardings__to")
