from django.db import models
from django.db.models import Q
from django.utils import timezone


class ValidQuerySet(models.QuerySet):
    """Rows with validity dates."""

    def current(self):
        today = timezone.localdate()
        return self.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))


class OrganisationQuerySet(ValidQuerySet):
    pass


class MembershipQuerySet(ValidQuerySet):
    def current(self):
        """Held today, in an organisation that exists today."""
        today = timezone.localdate()
        existing = Q(organisation__valid_to=None) | Q(organisation__valid_to__gte=today)
        return super().current().filter(existing)

    def holding(self, *roles):
        return self.current().filter(role__in=roles)


class ConsentQuerySet(models.QuerySet):
    def latest_per_purpose(self):
        return self.order_by("user_id", "text__purpose", "-at", "-id").distinct("user_id", "text__purpose")
