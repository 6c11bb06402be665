from django.db import models


class PointQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answer__isnull=True)

    def with_answers(self):
        return self.select_related("clause", "answer__next_clause__version", "answer__written_by")
