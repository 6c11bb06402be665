"""Reminders of what waits for a moderator too long; running it twice reminds nobody twice."""

from procrastinate.contrib.django import app

from consult.forums import moderation_reminders


@app.periodic(cron="*/10 * * * *")
@app.task(name="forums.remind", queue="notices", queueing_lock="forums.remind", pass_context=False)
def remind(timestamp: int):
    moderation_reminders.remind()
