"""Background jobs of the notices; each may run twice without harm."""

from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from consult.ledger.models import Book
from consult.notices import actions, mail_actions


@app.task(name="notices.tell", queue="notices", retry=5)
def tell(book_id: int):
    while actions.tell_book(book_id) == actions.BATCH:
        pass


@app.task(name="notices.send", queue="mail", retry=5)
def send():
    while mail_actions.send_due() == 50:
        pass


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queue="notices", queueing_lock="notices.sweep", pass_context=False)
def sweep(timestamp: int):
    """What a lost announcement left behind: books with unread entries, mails whose time has come."""
    for book_id in Book.objects.filter(told_seq__lt=F("last_seq")).values_list("pk", flat=True):
        tell(book_id)
    send()


@app.periodic(cron="* * * * *")
@app.task(name="notices.digest", queue="mail", queueing_lock="notices.digest", pass_context=False)
def digest(timestamp: int):
    """The digests whose hour has come; a minute without any costs one query, and no hour can be missed."""
    if mail_actions.write_digests():
        send()


@app.periodic(cron="7 * * * *")
@app.task(name="notices.remind", queue="notices", queueing_lock="notices.remind", pass_context=False)
def remind(timestamp: int):
    """What the calendar brings, such as a deadline that is near."""
    actions.tell_due()


@app.periodic(cron="* * * * *")
@app.task(name="notices.resume", queue="notices", queueing_lock="notices.resume", pass_context=True)
async def resume(context, timestamp: int):
    """Jobs of a worker that was killed stay "doing" for ever: put them back into the queue.

    A worker is taken for dead half a minute after its last heartbeat. Where an equal job waits already (same
    queueing lock), that one does the work and the old one is closed.
    """
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
