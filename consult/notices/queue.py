"""Ask the worker for a job by name."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


def wake(name: str, **args) -> None:
    """Enqueue a job unless one is waiting already; the minute's sweep is the safety net."""
    lock = f"notices.{name}:{args.get('book_id', '')}"
    try:
        with transaction.atomic():
            app.configure_task(f"notices.{name}", queueing_lock=lock).defer(**args)
    except AlreadyEnqueued:
        pass
