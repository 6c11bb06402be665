from django.db import models
from django.db.models import Q
from django.utils import timezone


class ExpertQuerySet(models.QuerySet):
    def verified(self):
        today = timezone.localdate()
        return self.filter(state="verified").filter(Q(verified_until=None) | Q(verified_until__gte=today))

    def listed(self):
        """In the public directory: verified, and consenting to it."""
        return self.verified().filter(listed=True, user__is_active=True)

    def for_rows(self):
        return self.select_related("user", "association", "commune").prefetch_related("fields")

    def for_page(self):
        """One profile whole: fields with their level above, decisions with who took them."""
        return self.select_related("user", "association", "commune").prefetch_related(
            "fields__parent", "verifications__officer", "verifications__organisation"
        )
