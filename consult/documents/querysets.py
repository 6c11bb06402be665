from django.db import models


class DraftQuerySet(models.QuerySet):
    def of_offices(self, organisation_ids):
        """Drafts of these agencies, newest first."""
        return self.filter(agency__in=organisation_ids).select_related("agency").order_by("-id")


class VersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state="published")

    def visible_to(self, user):
        """A published version is public. One in preparation is seen by its agency only."""
        published = models.Q(state="published")
        if not user.is_authenticated:
            return self.filter(published)
        from consult.people.selectors import agency_ids

        return self.filter(published | models.Q(draft__agency__in=agency_ids(user)))

    def for_page(self):
        return self.select_related("draft__agency")


class ClauseQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("order")
