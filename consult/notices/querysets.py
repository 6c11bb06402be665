from django.db import models
from django.utils import timezone


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)


class MailQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state="waiting", next_try_at__lte=timezone.now())
