from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject


class CommentQuerySet(models.QuerySet):
    def opinions(self):
        """Comments that count as opinions: posted, not replies."""
        return self.filter(parent=None, state="posted")

    def on_clause(self, consultation, clause_id: int | None):
        """Everything said about one clause in this file (None: about the whole draft), replies included."""
        return self.filter(consultation=consultation, clause=clause_id)

    def threads(self, *, after: int, size: int):
        """The next `size` threads (first comments by number, each with its replies) of what is filtered."""
        roots = self.filter(parent=None, pk__gt=after).order_by("pk").values("pk")[:size]
        return self.model.objects.filter(Q(pk__in=roots) | Q(root__in=roots))

    def with_endorsements(self, user):
        """Adds `endorsed` and `opposed` (how many) and `by_me` (this person's stance, "" without one)."""
        model = self.model._meta.get_field("endorsements").related_model
        of_this = model.objects.filter(comment=OuterRef("pk"))
        mine = (
            Coalesce(Subquery(of_this.filter(voice__person=user).values("stance")[:1]), Value(""))
            if user.is_authenticated
            else Value("")
        )
        return self.annotate(
            endorsed=_how_many(of_this.filter(stance="agree")),
            opposed=_how_many(of_this.filter(stance="disagree")),
            by_me=mine,
            writer_id=F("voice__person_id"),
        )

    def positions(self):
        """Counts of opinions per clause and position, for a whole version in one query."""
        return self.opinions().order_by().values_list("clause_id", "position").annotate(n=Count("pk"))

    def counts_by_position(self):
        """As JSON objects of `position` and `n`: counts of opinions, to stand inside another query."""
        grouped = self.opinions().order_by().values("position").annotate(n=Count("pk"))
        return grouped.values_list(JSONObject(position="position", n=F("n")))

    def opinions_by_place(self):
        """Counts `n` of opinions per version, clause and position, in one query."""
        grouped = self.opinions().order_by().values("version_id", "clause_id", "position")
        return grouped.annotate(n=Count("pk"))


def _how_many(stances):
    count = stances.order_by().values("comment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
