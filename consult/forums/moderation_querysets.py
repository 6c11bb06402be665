from django.db import models
from django.db.models import Count, Q


class CaseQuerySet(models.QuerySet):
    def waiting(self):
        """Somebody has to do something."""
        return self.exclude(state="done")

    def in_state(self, state: str):
        return self.filter(state=state) if state else self

    def about(self, ground: str):
        """Flagged for this reason, or waiting for approval (held)."""
        if ground == "held":
            return self.filter(held=True)
        return self.filter(flags__ground=ground).distinct() if ground else self

    def counts(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))

    def for_rows(self):
        return self.select_related("comment__clause", "comment__version", "assigned_to").annotate(
            flags_n=Count("flags", distinct=True),
            waiting_n=Count("flags", filter=Q(flags__outcome="waiting"), distinct=True),
        )


class RulingQuerySet(models.QuerySet):
    def latest_of(self, comment_ids):
        """The last ruling of each of these comments."""
        return self.filter(case__comment__in=comment_ids).order_by("case_id", "-id").distinct("case_id")
