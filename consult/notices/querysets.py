from datetime import datetime

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from consult.core.posting import daily_cut, weekly_cut


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def groups(self):
        """The groups of these notices, the newest first: name, time of the newest, how many, how many unread."""
        rows = self.order_by().values("group")
        return rows.annotate(
            last=models.Max("at"),
            count=models.Count("pk"),
            unread=models.Count("pk", filter=Q(read_at=None)),
        ).order_by("-last", "group")

    def newest_of(self, groups, most: int):
        """The newest notices of each of these groups, at most so many."""
        place = Window(RowNumber(), partition_by=[F("group")], order_by=[F("at").desc(), F("pk").desc()])
        return self.filter(group__in=list(groups)).annotate(place=place).filter(place__lte=most)

    def due_in_digest(self, now: datetime):
        """What belongs into a daily or weekly mail that was due at `now` (local time) and is in none yet."""
        daily = Q(channel="daily", at__lt=daily_cut(now))
        weekly = Q()
        for day in range(7):
            weekly |= Q(day=day, at__lt=weekly_cut(now, day))
        own_day = Coalesce("user__mail_habit__weekday", 0)
        waiting = self.filter(mail=None, channel__in=["daily", "weekly"]).annotate(day=own_day)
        return waiting.filter(daily | (Q(channel="weekly") & weekly))


class MailQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state="waiting", next_try_at__lte=timezone.now())
