"""The time that decides: the database's clock, the same for every process."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """Time of this process, for display and for pages."""
    return timezone.now()


def database_now() -> datetime:
    """Time of the database at this statement; deadlines are cut by it, inside the action's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
