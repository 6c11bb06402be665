from django.db import models
from django.db.models import Q


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Opened files are public. One in preparation is seen by its agency and its council only."""
        opened = Q(state__in=["open", "closed"])
        if not user.is_authenticated:
            return self.filter(opened)
        from consult.people.selectors import organisations_of

        mine = organisations_of(user)
        return self.filter(opened | Q(agency__in=mine) | Q(council__in=mine) if mine else opened)

    def for_rows(self):
        return self.select_related("agency", "council", "draft", "version").prefetch_related("stages")


class InvitationQuerySet(models.QuerySet):
    def accepted(self):
        return self.filter(state="accepted")
